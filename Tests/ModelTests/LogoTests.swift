import Model
import Testing

@Suite("the name of an agency's picture")
struct LogoTests {
    @Test("says its kind and its size")
    func sizes() throws {
        let logo = try #require(Logo("3f9c01ab7d20-320x80.png"))
        #expect((logo.width, logo.height, logo.kind) == (320, 80, .png))
        #expect(Logo("3f9c01ab7d20-2000x1.jpg")?.kind == .jpg)
        #expect(Logo(hash: [0x3f, 0x9c, 1, 0xab, 0x7d, 0x20, 9], kind: .png, width: 320, height: 80) == logo)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "-", "3f9c01ab7d20", "3f9c01ab7d2-320x80.png", "3F9C01AB7D20-320x80.png", "3f9c01ab7d20-320x80.gif",
            "3f9c01ab7d20-320x80", "3f9c01ab7d20-0x80.png", "3f9c01ab7d20-+3x80.png", "3f9c01ab7d20-032x80.png",
            "3f9c01ab7d20-2001x80.png", "3f9c01ab7d20-320x80x.png", "3f9c01ab7d20-320.png", "3f9c01ab7d20-320x80.png.png",
            "3f9c01ab7d20-320x80.png\n", "../c01ab7d20-320x80.png", "3f9c01ab7d20-99999999999999999999x80.png",
        ])
    func refused(_ name: String) {
        #expect(Logo(name) == nil)
    }
}
