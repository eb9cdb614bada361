import Documents
import Foundation
import Model
import TestKit
import Testing

@Suite struct TypeTests {
    let room: Room

    init() throws { room = try Room() }

    @Test(arguments: Samples.all.map(\.media)) func `each type is known by its bytes and its near miss is refused`(
        _ media: String
    ) throws {
        let row = try #require(Samples.all.first { $0.media == media })
        #expect(try room.receive(row.sample, name: row.name).type == media)
        let missed = refusal { _ = try room.receive(row.nearMiss, name: row.name) }
        #expect(missed?.kind == .unsupportedType, "\(String(describing: missed))")
    }

    @Test func `every type of the table has a sample, and docs/types.md shows it`() throws {
        #expect(Set(Samples.all.map(\.media)) == Set(TypeTable.all.map(\.media)))
        let text = try String(contentsOf: manual("docs/types.md"), encoding: .utf8)
        for type in TypeTable.all {
            let row = try #require(text.split(separator: "\n").first { $0.contains("`\(type.media)`") }, "\(type.media)")
            for ending in type.extensions { #expect(row.contains(".\(ending)"), "\(type.media) .\(ending)") }
        }
    }

    /// Name sent, bytes, and what becomes of it: the type and the shown name, or the word of the refusal.
    static let scenarios: [(String, String, [UInt8], String)] = [
        ("HTML named .pdf", "a.pdf", text("<!DOCTYPE html><html><body>x</body></html>"), "webPage"),
        ("a script before %PDF", "a.pdf", text("<script>alert(1)</script>\n%PDF-1.4\n%%EOF"), "webPage"),
        ("PDF with leading junk", "a.pdf", text("junk\n") + Samples.pdf, "unknown"),
        ("PDF without its end mark", "a.pdf", text("%PDF-1.4\nhello"), "damaged"),
        ("PDF whose end mark is far from the end", "a.pdf", Samples.pdf + [UInt8](repeating: 0x20, count: 2000), "damaged"),
        ("PDF with a ZIP behind it", "a.pdf", Samples.pdf + Zip([("a", String(repeating: "x", count: 2000))]).bytes, "damaged"),
        (
            "PDF with a script in it is a PDF", "a.pdf", text("%PDF-1.4\n<script>alert(1)</script>\n%%EOF"),
            "application/pdf a.pdf"
        ),
        ("PDF named .docx", "a.docx", Samples.pdf, "extension"),
        ("PDF named .html", "a.html", Samples.pdf, "webPage"),
        ("PDF named .exe behind .pdf", "invoice.pdf.exe", Samples.pdf, "program"),
        ("PDF without an extension", "scan", Samples.pdf, "application/pdf scan.pdf"),
        ("PDF with an extension that nothing has", "Invoice No. 5", Samples.pdf, "application/pdf Invoice No. 5.pdf"),
        ("SVG named .png", "a.png", text("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"), "webPage"),
        ("SVG", "a.svg", text("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "webPage"),
        ("XHTML", "a.xhtml", text("<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>"), "webPage"),
        ("XML named .txt", "a.txt", text("<?xml version=\"1.0\"?><a/>"), "webPage"),
        ("HTML behind a byte order mark and blanks, named .txt", "a.txt", [0xEF, 0xBB, 0xBF] + text(" \n<b>x</b>"), "webPage"),
        ("a script named .csv", "a.csv", text("<script>alert(1)</script>"), "webPage"),
        (
            "a script after some text", "a.txt", text(String(repeating: "hello\n", count: 20) + "<script>alert(1)</script>"),
            "webPage"
        ),
        ("a table that quotes markup", "a.csv", text("name,html\n1,<b>bold</b>\n2,<i>x</i>\n"), "text/csv a.csv"),
        (
            "a web page saved as mail", "a.eml",
            text(
                "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://x/\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n<html>"),
            "webPage"
        ),
        ("MHT", "a.mht", Samples.mail, "webPage"),
        ("HTML in UTF-16", "a.txt", [0xFF, 0xFE] + text("<html></html>").flatMap { [$0, 0] }, "utf16"),
        ("text in UTF-16", "a.txt", [0xFE, 0xFF] + text("hello").flatMap { [0, $0] }, "utf16"),
        ("GIF with a script behind it", "a.gif", Samples.gif + text("<script>alert(1)</script>"), "image/gif a.gif"),
        ("GIF that is JavaScript", "a.gif", text("GIF89a/*\u{1}\0\0\0\0*/=1;alert(1)//"), "damaged"),
        ("GIF that is a web page", "a.gif", text("GIF89a<script>alert(1)</script>"), "damaged"),
        ("GIF named .js", "a.js", Samples.gif, "program"),
        ("GIF without a picture", "a.gif", Array(Samples.gif.prefix(13)), "damaged"),
        ("JPEG with HTML behind it", "a.jpg", Samples.jpeg + text("<html>"), "image/jpeg a.jpg"),
        ("JPEG named .png", "photo.png", Samples.jpeg, "image/jpeg photo.jpg"),
        ("PNG named .JPG", "Photo.JPG", Samples.png, "image/png Photo.png"),
        ("HEIC named .jpg", "IMG_1.jpg", Samples.heic, "image/heic IMG_1.heic"),
        ("JPEG named .jpeg keeps its name", "a.JPEG", Samples.jpeg, "image/jpeg a.JPEG"),
        ("JPEG named .pdf", "a.pdf", Samples.jpeg, "extension"),
        ("big-endian TIFF", "a.tiff", Samples.tiffBig, "image/tiff a.tiff"),
        (
            "PNG with a size of nothing", "a.png", Array(Samples.png.prefix(16)) + [0, 0, 0, 0] + Samples.png.dropFirst(20),
            "damaged"
        ),
        ("AVIF", "a.avif", Samples.heif("avif", ["mif1", "avif"]), "unknown"),
        ("a film named .heic", "a.heic", Samples.heif("isom", ["isom", "mp42"]), "unknown"),
        ("ZIP named .docx", "a.docx", Zip([("a.txt", "hi")]).bytes, "archive"),
        ("ZIP", "a.zip", Zip([("a.txt", "hi")]).bytes, "archive"),
        ("DOCX named .zip", "a.zip", Samples.docx, "archive"),
        ("DOCX named .xlsx", "a.xlsx", Samples.docx, "extension"),
        ("DOCX named .pdf", "a.pdf", Samples.docx, "extension"),
        (
            "DOCX whose parts stand in another order", "a.docx",
            Zip([("_rels/.rels", "r"), ("docProps/app.xml", "x"), ("word/document.xml", "w"), ("[Content_Types].xml", "t")])
                .bytes, "application/vnd.openxmlformats-officedocument.wordprocessingml.document a.docx"
        ),
        (
            "DOCX with a comment at its end", "a.docx",
            Zip([("[Content_Types].xml", "t"), ("_rels/.rels", "r"), ("word/document.xml", "w")], comment: text("made by hand"))
                .bytes, "application/vnd.openxmlformats-officedocument.wordprocessingml.document a.docx"
        ),
        (
            "DOCX with 64-bit records", "a.docx",
            Zip([("[Content_Types].xml", "t"), ("_rels/.rels", "r"), ("word/document.xml", "w")], isLong: true).bytes,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document a.docx"
        ),
        (
            "DOCX without an extension", "letter", Samples.docx,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document letter.docx"
        ),
        (
            "DOCX and XLSX at once", "a.docx",
            Zip([("[Content_Types].xml", "t"), ("_rels/.rels", "r"), ("word/document.xml", "w"), ("xl/workbook.xml", "w")]).bytes,
            "archive"
        ),
        (
            "DOCX with two bodies of one name", "a.docx",
            Zip([("[Content_Types].xml", "t"), ("word/document.xml", "w"), ("word/document.xml", "v")]).bytes, "damaged"
        ),
        (
            "DOCX with macros", "a.docx",
            Zip([("[Content_Types].xml", "t"), ("word/document.xml", "w"), ("word/vbaProject.bin", "m")]).bytes, "macros"
        ),
        ("DOCM", "a.docm", Samples.docx, "macros"),
        ("DOCX with HTML behind it", "a.docx", Samples.docx + text("<html></html>"), "damaged"),
        ("ODT named .docx", "a.docx", Samples.odt, "extension"),
        (
            "old Office", "a.doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 1000),
            "oldOffice"
        ),
        ("RTF", "a.rtf", text("{\\rtf1\\ansi hello}"), "oldOffice"),
        (
            "Windows program", "a.txt",
            text("MZ") + [UInt8](repeating: 0, count: 58) + [64, 0, 0, 0] + text("PE\0\0L\u{1}")
                + [UInt8](repeating: 0, count: 100), "program"
        ),
        ("shell script named .txt", "a.txt", text("#!/bin/sh\nrm -rf /\n"), "program"),
        ("JavaScript", "a.js", text("function f(a) { return 1; }\n"), "program"),
        (
            "EICAR as text", "a.txt", text("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"),
            "text/plain a.txt"
        ),
        ("NUL in text", "a.txt", text("hello\0there"), "unknown"),
        ("NUL late in text", "a.txt", [UInt8](repeating: 0x61, count: 70_000) + [0], "notText"),
        (
            "Lithuanian text in Windows-1257", "a.txt",
            [0x53, 0xE0, 0x73, 0x6B, 0x61, 0x69, 0x74, 0x61, 0x20, 0xFB, 0xFE, 0xF0, 0x0A], "text/plain a.txt"
        ),
        (
            "German text in Windows-1252", "a.txt", [0x47, 0x72, 0xFC, 0xDF, 0x65, 0x20, 0x80, 0x20, 0x84, 0x78, 0x93, 0x0A],
            "text/plain a.txt"
        ),
        ("text in no encoding", "a.txt", text("hello ") + [0x81, 0x9D, 0x20, 0xA1], "unknown"),
        ("JSON", "a.json", Samples.json, "text/plain a.json"),
        (
            "JSON longer than is looked at", "a.json",
            text("{\"a\":[" + [String](repeating: "\"xyz\"", count: 11_500).joined(separator: ",") + "]}"), "text/plain a.json"
        ),
        ("mail", "a.eml", Samples.mail, "text/plain a.eml"),
        ("text without an extension", "README", Samples.txt, "text/plain README.txt"),
        ("text named .csv", "a.CSV", Samples.txt, "text/csv a.CSV"),
        ("text named .png", "a.png", Samples.txt, "extension"),
        ("one letter", "a.txt", text("x"), "text/plain a.txt"),
        ("nothing", "a.txt", [], "empty"),
        ("one NUL", "a.txt", [0], "unknown"),
    ]

    @Test(arguments: scenarios.indices) func `the verdict is that of the table`(_ index: Int) throws {
        let (what, name, bytes, expected) = Self.scenarios[index]
        let outcome: String
        do {
            let document = try room.receive(bytes, name: name)
            outcome = document.type + " " + document.name
        } catch let refused as Refusal where refused.kind == .unsupportedType {
            outcome = refused.word.replacing("refusal.document.type.", with: "")
            #expect(refused.arguments["name"] == name)
        }
        #expect(outcome == expected, "\(what)")
    }

    @Test func `a large file of a kind that is not taken is refused at its beginning`() throws {
        let incoming = try room.store.receive(client: room.client, document: World.real.id(), name: "a.pdf")
        var written = 0
        let refused = refusal {
            for _ in 0..<1000 {
                try incoming.write([UInt8](repeating: 0, count: 10_000))
                written += 10_000
            }
        }
        #expect(refused?.kind == .unsupportedType)
        #expect(written < 70_000)
    }

    @Test func `cut and changed files never bring the look down`() throws {
        var random = SystemRandomNumberGenerator()
        for row in Samples.all {
            for cut in stride(from: 1, to: row.sample.count, by: max(1, row.sample.count / 6)) {
                _ = refusal { _ = try room.receive(Array(row.sample.prefix(cut)), name: row.name) }
            }
            for _ in 0..<6 {
                var bytes = row.sample
                for _ in 0..<3 {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                        [0, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
                }
                _ = refusal { _ = try room.receive(bytes, name: row.name) }
            }
        }
    }

    @Test(arguments: Samples.all.map(\.media))
    func `what was received of each type is read back as it came`(_ media: String) throws {
        let row = try #require(Samples.all.first { $0.media == media })
        let document = try room.receive(row.sample, name: row.name)
        #expect(try room.store.open(document).read(0..<document.size) == row.sample)
    }

    @Test func `the files of the demo are known`() throws {
        let files = Checkout.files(below: "Sources/portico/Demo", endings: ["pdf", "jpg", "heic"])
        #expect(Set(files.map(\.pathExtension)) == ["pdf", "jpg", "heic"])
        for file in files {
            let bytes = Array(try Data(contentsOf: file))
            let document = try room.receive(bytes, name: file.lastPathComponent)
            let row = try #require(TypeTable.all.first { $0.media == document.type })
            #expect(row.extensions.contains(file.pathExtension), "\(file.lastPathComponent) is \(document.type)")
            #expect(document.name == file.lastPathComponent)
            #expect(try room.store.open(document).read(0..<document.size) == bytes)
        }
    }

    @Test(.enabled(if: Checkout.shared("samples") != nil, "shared/samples is not beside the checkout; the demo's files ran"))
    func `real files from phones and office programs are known`() throws {
        let samples = try #require(Checkout.shared("samples"))
        for (file, type) in [
            ("pdf/002-trivial-libre-office-writer.pdf", "application/pdf"),
            ("pdf/libreoffice-writer-password.pdf", "application/pdf"),
            ("pdf/habibi.pdf", "application/pdf"), ("pdf/pdflatex-image.pdf", "application/pdf"),
            ("photo/IMG_5195.HEIC", "image/heic"),
            ("photo/DSCN0010.jpg", "image/jpeg"), ("photo/landscape_1.jpg", "image/jpeg"), ("photo/portrait_6.jpg", "image/jpeg"),
        ] {
            let bytes = Array(try Data(contentsOf: samples.appending(path: file)))
            let document = try room.receive(bytes, name: file)
            #expect(document.type == type, "\(file)")
            #expect(try room.store.open(document).read(0..<document.size) == bytes)
        }
    }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
}

/// The folder of the project.
func checkout(_ file: String = #filePath) -> URL {
    URL(fileURLWithPath: file).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
}

func manual(_ path: String) -> URL { checkout().appendingPathComponent(path) }
