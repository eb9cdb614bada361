import Model
import Testing

@Suite struct Base32Tests {
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `texts are those of RFC 4648, section 10, without padding, and read back`(_ plain: String, _ text: String) {
        #expect(Base32.text(plain.utf8) == text)
        #expect(Base32.bytes(text) == Array(plain.utf8))
        #expect(Base32.bytes(text.lowercased()) == Array(plain.utf8))
    }

    @Test(arguments: ["M", "MZ1", "MY=", "MZXW6YTBO", "MZ", "MZXW6YTBOJ", "ä"])
    func `what is no text of any bytes is refused`(_ text: String) {
        #expect(Base32.bytes(text) == nil)
    }
}
