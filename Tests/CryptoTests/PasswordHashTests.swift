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

    @Test func `takes as long for nobody as for somebody`() async {
        let hash = await PasswordHash.hash("x")
        let clock = ContinuousClock()
        func best(_ hash: String) async -> Duration {
            var best = Duration.seconds(60)
            for _ in 0..<5 { best = min(best, await clock.measure { _ = await PasswordHash.verify("y", against: hash) }) }
            return best
        }
        let somebody = await best(hash)
        let nobody = await best(PasswordHash.nobody)
        #expect(!(await PasswordHash.verify("", against: PasswordHash.nobody)))
        #expect(nobody > somebody / 2)
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
