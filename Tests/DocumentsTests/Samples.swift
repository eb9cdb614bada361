/// The smallest file of each type, built from its specification, and for each a near miss: almost that type, and refused.
enum Samples {
    static let pdf = text("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    static let jpeg: [UInt8] =
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + text("JFIF\0") + [1, 1, 0, 0, 1, 0, 1, 0, 0]
        + [0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x37, 0xFF, 0xD9]
    static let png: [UInt8] =
        [0x89] + text("PNG\r\n\u{1A}\n") + [0, 0, 0, 13] + text("IHDR") + [
            0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89,
        ]
        + [0, 0, 0, 0] + text("IEND") + [0xAE, 0x42, 0x60, 0x82]
    static let gif: [UInt8] =
        text("GIF89a") + [
            1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
        ]
    static let webp: [UInt8] =
        text("RIFF") + [26, 0, 0, 0] + text("WEBPVP8L") + [
            13, 0, 0, 0, 0x2F, 0, 0, 0, 0x10, 7, 0x10, 0x11, 0x11, 0x88, 0x88, 0xFE, 7, 0,
        ]
    static let tiff: [UInt8] = text("II*\0") + [8, 0, 0, 0, 1, 0, 0, 1, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    static let tiffBig: [UInt8] = text("MM\0*") + [0, 0, 0, 8, 0, 1, 1, 0, 0, 3, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]
    static let heic = heif("heic", ["mif1", "heic"])
    static let mif1 = heif("mif1", ["mif1", "heic"])
    static let docx = Zip([("[Content_Types].xml", "<Types/>"), ("_rels/.rels", "<r/>"), ("word/document.xml", "<w/>")]).bytes
    static let xlsx = Zip([("[Content_Types].xml", "<Types/>"), ("_rels/.rels", "<r/>"), ("xl/workbook.xml", "<w/>")]).bytes
    static let odt = openDocument("text")
    static let ods = openDocument("spreadsheet")
    static let odp = openDocument("presentation")
    static let csv = text("vardas,pavardė,suma\nJonas,Jonaitis,12\nOna,Onaitė,7\n")
    static let txt = text("Sąskaita faktūra Nr. 17\nAčiū už apsilankymą.\n")
    static let json = text("{\"a\": [1, 2, 3], \"b\": null}\n")
    static let mail = text(
        "From: a@example.com\r\nTo: b@example.com\r\nSubject: hi\r\nMessage-ID: <1@example.com>\r\n\r\nHello.\r\n")

    /// By media type: a file that is one, and one that nearly is.
    static let all: [(media: String, name: String, sample: [UInt8], nearMiss: [UInt8])] = [
        ("application/pdf", "a.pdf", pdf, text("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n")),
        ("image/jpeg", "a.jpg", jpeg, Array(jpeg.prefix(20))),
        ("image/png", "a.png", png, Array(png.prefix(33))),
        ("image/webp", "a.webp", webp, text("RIFF") + [255, 255, 0, 0] + webp.dropFirst(8)),
        ("image/gif", "a.gif", gif, text("GIF89a/*") + [1, 0, 0x80, 0, 0] + text("*/=1;alert(1)//")),
        ("image/tiff", "a.tif", tiff, text("II*\0") + [255, 255, 0, 0] + tiff.dropFirst(8)),
        ("image/heic", "a.heic", heic, heif("heic", ["mif1", "heic"], next: "junk")),
        ("image/heif", "a.heif", mif1, heif("mif1", ["mif1", "avif"])),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a.docx", docx, Array(docx.dropLast(1))),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a.xlsx", xlsx,
            Zip([("[Content_Types].xml", "<Types/>"), ("_rels/.rels", "<r/>"), ("xl/workbook.bin", "x")]).bytes
        ),
        (
            "application/vnd.oasis.opendocument.text", "a.odt", odt,
            Zip([("content.xml", "<x/>"), ("mimetype", "application/vnd.oasis.opendocument.text")]).bytes
        ),
        ("application/vnd.oasis.opendocument.spreadsheet", "a.ods", ods, openDocument("spreadsheet-template")),
        ("application/vnd.oasis.opendocument.presentation", "a.odp", odp, openDocument("presentation", manifest: false)),
        ("text/csv", "a.csv", csv, csv + [0]),
        ("text/plain", "a.txt", txt, text("<p>Hello</p>\n")),
    ]

    static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    static func openDocument(_ kind: String, manifest: Bool = true) -> [UInt8] {
        let entries = [("mimetype", "application/vnd.oasis.opendocument." + kind), ("content.xml", "<x/>")]
        return Zip(entries + (manifest ? [("META-INF/manifest.xml", "<m/>")] : [])).bytes
    }

    static func heif(_ major: String, _ others: [String], next: String = "meta") -> [UInt8] {
        [0, 0, 0, UInt8(16 + 4 * others.count)] + text("ftyp" + major) + [0, 0, 0, 0] + text(others.joined())
            + [0, 0, 0, 16] + text(next) + [UInt8](repeating: 0, count: 8)
    }
}

/// Writes ZIP files, stored without compression; also the odd ones.
struct Zip {
    var bytes: [UInt8] = []

    /// - Parameters:
    ///   - comment: what stands behind the end.
    ///   - isLong: writes the 64-bit end records.
    init(_ entries: [(name: String, content: String)], comment: [UInt8] = [], isLong: Bool = false) {
        var directory: [UInt8] = []
        for (name, content) in entries {
            let (nameBytes, data) = (Array(name.utf8), Array(content.utf8))
            let common: [UInt8] =
                Zip.little(20, 2) + [0, 0, 0, 0, 0, 0, 0x21, 0x58] + Zip.little(Zip.checksum(data), 4) + Zip.little(data.count, 4)
                + Zip.little(data.count, 4) + Zip.little(nameBytes.count, 2) + [0, 0]
            directory += [0x50, 0x4B, 1, 2] + Zip.little(20, 2) + common + [UInt8](repeating: 0, count: 10)
            directory += Zip.little(bytes.count, 4) + nameBytes
            bytes += [0x50, 0x4B, 3, 4] + common + nameBytes + data
        }
        let start = bytes.count
        bytes += directory
        if isLong {
            let record = bytes.count
            bytes +=
                [0x50, 0x4B, 6, 6] + Zip.little(44, 8) + Zip.little(45, 2) + Zip.little(45, 2) + [UInt8](repeating: 0, count: 8)
            bytes +=
                Zip.little(entries.count, 8) + Zip.little(entries.count, 8) + Zip.little(directory.count, 8)
                + Zip.little(start, 8)
            bytes += [0x50, 0x4B, 6, 7] + Zip.little(0, 4) + Zip.little(record, 8) + Zip.little(1, 4)
        }
        let count = isLong ? 0xFFFF : entries.count
        bytes += [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + Zip.little(count, 2) + Zip.little(count, 2)
        bytes += Zip.little(isLong ? 0xFFFF_FFFF : directory.count, 4) + Zip.little(isLong ? 0xFFFF_FFFF : start, 4)
        bytes += Zip.little(comment.count, 2) + comment
    }

    static func little(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func checksum(_ bytes: [UInt8]) -> Int {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return Int(sum ^ 0xFFFF_FFFF)
    }
}
