/// The countries as the file names them.
package enum RetailCountries {
    package enum Place: Hashable, Sendable {
        /// ISO 3166-1, with a region where the file names one that ISO has no code for.
        case country(String, region: String?)
        /// The file says that it does not know.
        case unknown
    }

    /// `nil` for a name that is not in the table.
    package static func place(_ name: String) -> Place? { table[name] }

    /// ISO has no code for the Channel Islands together; Jersey is the largest of them, and the region says what the file says.
    private static let table: [String: Place] = {
        var table: [String: Place] = [
            "Channel Islands": .country("JE", region: "Channel Islands"), "European Community": .unknown, "Unspecified": .unknown,
        ]
        let codes = [
            "Australia": "AU", "Austria": "AT", "Bahrain": "BH", "Belgium": "BE", "Brazil": "BR", "Canada": "CA", "Cyprus": "CY",
            "Czech Republic": "CZ", "Denmark": "DK", "EIRE": "IE", "Finland": "FI", "France": "FR", "Germany": "DE",
            "Greece": "GR", "Hong Kong": "HK", "Iceland": "IS", "Israel": "IL", "Italy": "IT", "Japan": "JP", "Lebanon": "LB",
            "Lithuania": "LT", "Malta": "MT", "Netherlands": "NL", "Norway": "NO", "Poland": "PL", "Portugal": "PT", "RSA": "ZA",
            "Saudi Arabia": "SA", "Singapore": "SG", "Spain": "ES", "Sweden": "SE", "Switzerland": "CH", "USA": "US",
            "United Arab Emirates": "AE", "United Kingdom": "GB",
        ]
        for (name, code) in codes { table[name] = .country(code, region: nil) }
        return table
    }()
}
