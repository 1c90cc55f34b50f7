import Core
import Testing

@Suite struct SettingsTests {
    private let port = Setting("CRM_PORT", default: "8080", "Where to listen.")

    @Test func `takes the value given, else the default`() throws {
        var settings = Settings(["CRM_PORT": "99"])
        #expect(settings[port] == "99")
        #expect(settings.has(port))
        #expect(Settings()[port] == "8080")
        #expect(!Settings().has(port))
        settings[port] = "100"
        #expect(try settings.integer(port) == 100)
    }

    @Test(arguments: ["", "x", "1.5", "0x10", "99999999999999999999", " 1"])
    func `refuses what is no whole number, and names the setting`(value: String) throws {
        let error = try #require(throws: SettingError.self) { try Settings(["CRM_PORT": value]).integer(port) }
        #expect(error.description == "The setting CRM_PORT must be a whole number.")
    }

    @Test(
        arguments: [
            ("1", true), ("true", true), ("YES", true), ("on", true), ("0", false), ("False", false), ("no", false),
            ("off", false), ("", false),
            ("maybe", nil), ("2", nil),
        ] as [(String, Bool?)])
    func `reads flags`(value: String, flag: Bool?) throws {
        let settings = Settings(["CRM_PORT": value])
        if let flag {
            #expect(try settings.flag(port) == flag)
        } else {
            #expect(throws: SettingError.self) { try settings.flag(port) }
        }
    }
}
