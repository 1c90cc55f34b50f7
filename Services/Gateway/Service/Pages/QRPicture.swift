import HTML
import QRCodes

/// A QR code as a picture within the page: dark on light in either theme, as cameras want it.
struct QRPicture: Sendable {
    /// Modules of light around it, as the standard asks for.
    private static let quiet = 4

    let text: String
    let label: String

    /// Nothing when the text is too long for a code.
    var html: HTML? {
        QRCode(text).map { code in
            let side = code.side + 2 * Self.quiet
            return """
                <svg class="qr" viewBox="0 0 \(side) \(side)" width="\(side * 4)" height="\(side * 4)" role="img" \
                aria-label="\(label)" shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#fff"/>\
                <path d="\(code.path(quiet: Self.quiet))" fill="#000"/></svg>
                """
        }
    }
}
