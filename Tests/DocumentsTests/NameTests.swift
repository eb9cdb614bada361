import Documents
import Testing

@Suite struct NameTests {
    /// What was sent and what is shown.
    static let names: [(String, String)] = [
        ("sutartis.pdf", "sutartis.pdf"),
        ("C:\\fakepath\\sutartis.pdf", "sutartis.pdf"),
        ("/etc/passwd", "passwd"),
        ("../../x.pdf", "x.pdf"),
        ("a/b\\c.pdf", "c.pdf"),
        ("folder/", "folder"),
        ("", "document"),
        ("..", "document"),
        (" . ", "document"),
        ("/", "document"),
        (".htaccess", "htaccess"),
        ("a.pdf. ", "a.pdf"),
        ("  Sąskaita  Nr. 5.pdf", "Sąskaita  Nr. 5.pdf"),
        ("a\u{0}b\r\nc\u{7F}\u{85}.pdf", "abc.pdf"),
        ("invoice\u{202E}fdp.exe", "invoicefdp.exe"),
        ("a\u{2066}b\u{2069}\u{200F}\u{FEFF}\u{2028}c", "abc"),
        ("Z\u{030C}emaitis.pdf", "\u{017D}emaitis.pdf"),
        ("照片.jpg", "照片.jpg"),
        ("صورة.png", "صورة.png"),
        ("👨‍👩‍👧.png", "👨‍👩‍👧.png"),
        ("a<b>\"c\"&d.pdf", "a<b>\"c\"&d.pdf"),
    ]

    @Test(arguments: names.indices) func `a name is made safe and stays itself`(_ index: Int) {
        let (sent, shown) = Self.names[index]
        #expect(Array(FileName(sent).text.unicodeScalars) == Array(shown.unicodeScalars))
        #expect(FileName(shown).text == shown)
    }

    @Test(arguments: ["a", "ž", "照", "👨‍👩‍👧", "e\u{301}\u{302}"])
    func `a long name is cut between characters and keeps its extension`(_ letter: String) {
        let name = FileName(String(repeating: letter, count: 300) + ".pdf")
        #expect(name.text.utf8.count <= 180 && name.text.utf8.count > 140)
        #expect(name.fileExtension == "pdf")
        #expect(FileName(name.text) == name)
    }

    @Test func `a character longer than a name leaves a name`() {
        let name = FileName("a" + String(repeating: "\u{301}\u{302}", count: 500) + ".pdf")
        #expect(name.text == "document.pdf")
    }

    @Test(
        arguments: [
            ("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", nil), ("a.", nil), ("pdf", nil), ("a.p df", nil), ("Nr. 5", nil),
            ("a.žip", nil),
            ("a.abcdefghijk", nil), ("a.5", "5"),
        ] as [(String, String?)]) func `an extension is plain letters and digits after the last dot`(
            _ name: String, _ expected: String?
        )
    {
        #expect(FileName(name).fileExtension == expected)
    }
}
