import Synchronization

/// The style sheet in agencies' colours, whole, so that a page asks for one file and not for two. What a colour gives
/// depends on nothing else: the address `/assets/site-RRGGBB.HASH.css` says all that is needed to make it.
final class ColouredSheets: Sendable {
    /// Colours that are kept; anybody may ask for any, so others are made anew each time.
    private static let bound = 64

    private let sheet: [UInt8]
    private let kept = Mutex<[String: Asset]>([:])

    init(sheet: [UInt8]) { self.sheet = sheet }

    func sheet(_ palette: Palette) -> Asset {
        if let found = kept.withLock({ $0[palette.colour] }) { return found }
        let made = Assets.asset(
            "site-\(palette.colour).css", "text/css; charset=utf-8", sheet + Array("\n".utf8) + Array(palette.css.utf8))
        kept.withLock { if $0.count < ColouredSheets.bound { $0[palette.colour] = made } }
        return made
    }

    func sheet(at url: String) -> Asset? {
        guard url.hasPrefix("/assets/site-"), let palette = Palette(String(url.dropFirst("/assets/site-".count).prefix(6)))
        else { return nil }
        let made = sheet(palette)
        return made.url == url ? made : nil
    }
}
