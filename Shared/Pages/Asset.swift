/// A file that every page needs, kept in the program so that it works wherever the program is put.
package struct Asset: Sendable {
    /// The last part of its path: `/assets/relata.css`.
    package let name: String
    package let contentType: String
    package let bytes: [UInt8]
    /// Changes whenever the bytes do (FNV-1a, 16 hex digits): an entity tag, and the mark in the links. No protection.
    package let hash: String

    init(name: String, contentType: String, bytes: [UInt8]) {
        self.name = name
        self.contentType = contentType
        self.bytes = bytes
        var state: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(state, radix: 16)
        hash = String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// With its hash, so that it may be kept for ever: `/assets/relata.css?v=0123456789abcdef`.
    package var path: String { "/assets/\(name)?v=\(hash)" }
}

/// The files under Styles and Scripts, which the package manager puts into the program (decision 0021).
package enum Assets {
    /// In the order in which the layers of the sheet are filled.
    private static let styles: [[UInt8]] = [
        PackageResources.tokens_css, PackageResources.base_css, PackageResources.layout_css, PackageResources.parts_css,
        PackageResources.lists_css, PackageResources.forms_css, PackageResources.floats_css, PackageResources.charts_css,
        PackageResources.narrow_css, PackageResources.print_css,
    ]

    package static let stylesheet = Asset(
        name: "relata.css", contentType: "text/css; charset=utf-8", bytes: Array(styles.joined(separator: [0x0a])))
    package static let icons = Asset(name: "icons.svg", contentType: "image/svg+xml", bytes: Array(Icon.sprite.utf8))
    package static let mark = Asset(name: "mark.svg", contentType: "image/svg+xml", bytes: Array(Icon.mark.utf8))
    package static let fragment = module("fragment.js", PackageResources.fragment_js)
    package static let passkeys = module("passkeys.js", PackageResources.passkeys_js)
    /// What every page of somebody who is signed in runs.
    package static let frame = module("frame.js", PackageResources.frame_js, importing: frameParts)
    private static let frameParts = [
        module("palette.js", PackageResources.palette_js), module("keys.js", PackageResources.keys_js),
        guardPart, module("toasts.js", PackageResources.toasts_js), morph,
        module("live.js", PackageResources.live_js, importing: [guardPart, morph]),
    ]
    private static let guardPart = module("guard.js", PackageResources.guard_js)
    private static let morph = module("morph.js", PackageResources.morph_js, importing: [guardPart])
    /// Served at the top, as it may answer only for what lies below its own address.
    package static let worker = module("worker.js", PackageResources.worker_js)

    /// What a list of lines that can be chosen runs.
    package static let lists = module("lists.js", PackageResources.lists_js)

    /// What a page of something that is under way runs.
    package static let progress = module("progress.js", PackageResources.progress_js)

    package static let all = [stylesheet, icons, mark, fragment, passkeys, frame, worker, lists, progress] + frameParts

    /// A module of our own. Where it imports another as `"./other.js"`, its link becomes the one with the other's hash, so that
    /// a browser never runs modules of two versions together.
    private static func module(_ name: String, _ bytes: [UInt8], importing others: [Asset] = []) -> Asset {
        var text = String(decoding: bytes, as: UTF8.self)
        for other in others { text = text.replacing("\"./\(other.name)\"", with: "\"\(other.path)\"") }
        return Asset(name: name, contentType: "text/javascript; charset=utf-8", bytes: Array(text.utf8))
    }
}
