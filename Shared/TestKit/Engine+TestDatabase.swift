package import Database

extension Engine {
    /// The engines every test of stored data runs on: `@Test(arguments: Engine.required)`. Neither may be left out.
    package static let required: [Engine] = [.postgres, .sqlite]
}
