public import Model

extension Site {
    /// A text as a QR code for a phone to scan: an SVG picture, dark on light whatever the page's colours are. Empty when the
    /// text is too long for one.
    /// - Parameter label: what it is, for who does not see it.
    public func qrPicture(of text: String, label: String) -> HTML {
        // Version 20 has 97 modules a side, about as many as a phone reads from a screen.
        guard let code = QRCode(Array(text.utf8), mostVersion: 20) else { return .empty }
        let escaped = label.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
        return HTML(
            trusted: """
                <svg viewBox="0 0 \(code.side) \(code.side)" role="img" aria-label="\(escaped)" shape-rendering="crispEdges">\
                <path stroke="#000" stroke-width="1" stroke-linecap="butt" d="\(code.path)"/></svg>
                """)
    }
}
