import Testing

@testable import Site

@Suite struct `An agency's colour` {
    /// What text in the accent stands on, in the light and in the dark (site.css).
    private static let light = [RGB(0xf1, 0xee, 0xe8), RGB(0xff, 0xfe, 0xfc)]
    private static let dark = [RGB(0x14, 0x14, 0x12), RGB(0x25, 0x25, 0x21)]

    @Test func `can be read whatever it is, in the light and in the dark`() throws {
        var looked = 0
        for red in stride(from: 0, through: 255, by: 17) {
            for green in stride(from: 0, through: 255, by: 17) {
                for blue in stride(from: 0, through: 255, by: 17) {
                    let palette = try #require(Palette(RGB(UInt8(red), UInt8(green), UInt8(blue)).hex))
                    for (shades, grounds) in [(palette.light, Self.light), (palette.dark, Self.dark)] {
                        for ground in grounds + [shades.wash] {
                            #expect(shades.accent.contrast(with: ground) >= 4.5, "\(palette.colour) on \(ground.hex)")
                        }
                        #expect(shades.on.contrast(with: shades.accent) >= 4.5, "on \(palette.colour)")
                        #expect(shades.on.contrast(with: shades.strong) >= 4.5, "on strong \(palette.colour)")
                        looked += 1
                    }
                }
            }
        }
        #expect(looked == 2 * 16 * 16 * 16)
    }

    @Test func `stays as it is where it can be read already`() {
        #expect(Palette("#17574a")?.light.accent.hex == "17574a")
        #expect(Palette("#A36")?.colour == "aa3366")
    }

    @Test(arguments: ["", "#ff", "#ffg", "17574", "red", "#12345g", "#1234567", "+12345", "１２３４５６"])
    func `is six hexadecimal digits, or three for them, and nothing else`(_ text: String) {
        #expect(Palette(text) == nil)
    }

    @Test func `comes in the style sheet, at an address that says which it is`() throws {
        let assets = try loadedSite().assets
        let plain = try #require(assets.asset(at: assets.sheet(nil)))
        let url = assets.sheet(Palette("#aa3366"))
        let sheet = try #require(assets.asset(at: url))
        #expect(url.hasPrefix("/assets/site-aa3366.") && sheet.bytes.starts(with: plain.bytes))
        #expect(String(decoding: sheet.bytes, as: UTF8.self).contains("--accent:#aa3366"))
        #expect(assets.asset(at: url.replacing("aa3366", with: "aa3367")) == nil)
    }

    @Test func `is made of contrasts as WCAG counts them`() {
        #expect(RGB.black.contrast(with: .white) == 21)
        #expect(abs(RGB(0x77, 0x77, 0x77).contrast(with: .white) - 4.48) < 0.01)
    }
}
