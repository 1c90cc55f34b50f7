import Crypto
import Testing

@Suite struct PasswordHashTests {
    @Test(arguments: ["correct horse", "правильный пароль 🐴", "", "a\0b", String(repeating: "x", count: 300)])
    func `knows its password and no other`(password: String) async {
        let hash = await PasswordHash.hash(password)
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(await PasswordHash.verify(password, against: hash))
        #expect(!(await PasswordHash.verify(password + "x", against: hash)))
        #expect(!(await PasswordHash.verify("a", against: hash)))
    }

    @Test func `salts every hash anew`() async {
        #expect(await PasswordHash.hash("x") != PasswordHash.hash("x"))
    }

    @Test(arguments: ["", "x", "$argon2id$v=19$m=19456,t=2,p=1$", "$2b$10$abcdefghijklmnopqrstuv", "plain"])
    func `matches nothing against what is no hash`(hash: String) async {
        #expect(!(await PasswordHash.verify("x", against: hash)))
        #expect(!(await PasswordHash.verify("", against: hash)))
    }

    @Test func `the hash of nobody costs as much as a real one, and fits no password`() async {
        let real = await PasswordHash.hash("x").split(separator: "$").prefix(3)
        #expect(PasswordHash.nobody.split(separator: "$").prefix(3) == real)
        #expect(!(await PasswordHash.verify("", against: PasswordHash.nobody)))
    }

    @Test func `serves many at once`() async {
        let hash = await PasswordHash.hash("x")
        let matches = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<8 {
                group.addTask { await PasswordHash.verify(index % 2 == 0 ? "x" : "y", against: hash) }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(matches == 4)
    }
}
