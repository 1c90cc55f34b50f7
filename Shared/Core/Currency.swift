/// A currency of ISO 4217 with its own number of decimals.
package struct Currency: Hashable, Sendable, CustomStringConvertible {
    /// Three capital letters.
    package let code: String
    /// Digits after the point: JPY 0, RUB 2, KWD 3.
    package let decimals: Int

    /// `nil` when ISO 4217 has no such active currency.
    package init?(_ code: String) {
        guard let decimals = Self.table[code] else { return nil }
        self.code = code
        self.decimals = decimals
    }

    package var description: String { code }

    /// ISO 4217 list one, as of 2026; funds and metals without minor units are left out.
    private static let table: [String: Int] = {
        let byDecimals: [(Int, String)] = [
            (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
            (
                2,
                """
                AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
                CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
                GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA
                MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR
                RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD
                TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
                """
            ),
            (3, "BHD IQD JOD KWD LYD OMR TND"),
            (4, "CLF UYW"),
        ]
        var table: [String: Int] = [:]
        for (decimals, codes) in byDecimals {
            for code in codes.split(whereSeparator: \.isWhitespace) { table[String(code)] = decimals }
        }
        return table
    }()
}
