/// What a colour means; nothing is coloured otherwise.
package enum Tone: String, Sendable {
    case plain = ""
    case good, warn, bad
    case info = "acc"
}
