import Foundation

/// An agency's colour as pages use it: made darker or lighter until everything that is written in it or on it can be read
/// (WCAG 2.2, 1.4.3: 4.5 to 1), in the light and in the dark. Any colour will do.
public struct Palette: Sendable, Hashable {
    /// Six hexadecimal digits.
    public let colour: String
    /// On light paper, and on dark.
    let light, dark: Shades

    /// The colours of one scheme.
    struct Shades: Sendable, Hashable {
        /// Links, buttons, marks.
        let accent: RGB
        /// The same under a pointer.
        let strong: RGB
        /// Text on `accent` and `strong`.
        let on: RGB
        /// Behind text in `accent`.
        let wash: RGB
    }

    /// What text in the accent stands on, as site.css has it: paper, surface and sunken, the worst first.
    private static let lightGrounds = [RGB(0xf1, 0xee, 0xe8), RGB(0xf7, 0xf5, 0xf1), RGB(0xff, 0xfe, 0xfc)]
    private static let darkGrounds = [RGB(0x25, 0x25, 0x21), RGB(0x1c, 0x1c, 0x19), RGB(0x14, 0x14, 0x12)]
    /// What 1.4.3 asks for, and a little, because channels are rounded.
    private static let readable = 4.6

    /// - Parameter colour: `#1a6b5c` or `1a6b5c`, or short for it as CSS has it, `#abc` for `#aabbcc`. Nil for anything else.
    public init?(_ colour: String) {
        let digits = colour.hasPrefix("#") ? String(colour.dropFirst()) : colour
        guard let base = RGB(hex: digits.count == 3 ? String(digits.flatMap { [$0, $0] }) : digits) else { return nil }
        self.colour = base.hex
        light = Palette.shades(of: base, towards: .black, grounds: Palette.lightGrounds, paper: .white)
        dark = Palette.shades(of: base, towards: .white, grounds: Palette.darkGrounds, paper: RGB(0x1c, 0x1c, 0x19))
    }

    private static func shades(of base: RGB, towards end: RGB, grounds: [RGB], paper: RGB) -> Shades {
        let wash = { (accent: RGB) in accent.mixed(with: paper, 0.9) }
        // A hundredth at a time: the first that can be read is the nearest to what was asked for.
        let accent =
            (0...100).lazy.map { base.mixed(with: end, Double($0) / 100) }.first { shade in
                (grounds + [wash(shade)]).allSatisfy { shade.contrast(with: $0) >= readable }
            } ?? end
        let strong = accent.mixed(with: end, 0.22)
        let on = end == .black ? RGB.white : accent.mixed(with: .black, 0.82)
        let isReadable = [accent, strong].allSatisfy { on.contrast(with: $0) >= readable }
        return Shades(accent: accent, strong: strong, on: isReadable ? on : paper, wash: wash(accent))
    }

    /// What stands behind the style sheet: the same names with these values. Print keeps black.
    var css: String {
        func values(_ shades: Shades) -> String {
            "--accent:#\(shades.accent.hex);--accent-strong:#\(shades.strong.hex);--on-accent:#\(shades.on.hex);--wash:#\(shades.wash.hex)"
        }
        return """
            @media screen{:root{\(values(light))}}
            @media screen and (prefers-color-scheme:dark){:root{\(values(dark))}}

            """
    }
}

/// A colour of the sRGB space, eight bits a channel.
struct RGB: Sendable, Hashable {
    let red, green, blue: UInt8

    static let black = RGB(0, 0, 0)
    static let white = RGB(255, 255, 255)

    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// Six hexadecimal digits; nil for anything else.
    init?(hex: String) {
        guard hex.utf8.count == 6, hex.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
            let value = UInt32(hex, radix: 16)
        else { return nil }
        self.init(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    }

    var hex: String {
        [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// - Parameter share: of the other colour, 0 to 1.
    func mixed(with other: RGB, _ share: Double) -> RGB {
        func mix(_ own: UInt8, _ its: UInt8) -> UInt8 {
            UInt8((Double(own) * (1 - share) + Double(its) * share).rounded())
        }
        return RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }

    /// Relative luminance (WCAG 2.2, definitions).
    private var luminance: Double {
        func linear(_ channel: UInt8) -> Double {
            let value = Double(channel) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The contrast ratio of two colours, 1 to 21 (WCAG 2.2, definitions).
    func contrast(with other: RGB) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }
}
