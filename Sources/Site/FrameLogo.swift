import Model
public import Templates

/// An agency's picture in the header of its pages.
public struct FrameLogo: Renderable, Sendable {
    /// How high it is shown, CSS pixels.
    private static let height = 40
    private static let mostWidth = 220

    let href: String
    /// As shown, so that nothing shifts when it arrives.
    let width, height: Int

    init(_ logo: Logo, home: String) {
        href = home + "logo/" + logo.name
        let scale = min(Double(FrameLogo.height) / Double(logo.height), Double(FrameLogo.mostWidth) / Double(logo.width), 1)
        width = max(1, Int((Double(logo.width) * scale).rounded()))
        height = max(1, Int((Double(logo.height) * scale).rounded()))
    }

    /// By which it is filled into its template.
    public static let fields = Fields<FrameLogo> {
        $0.text("href") { $0.href }
        $0.text("width") { String($0.width) }
        $0.text("height") { String($0.height) }
    }
}
