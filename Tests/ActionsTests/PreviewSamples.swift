import Foundation
import TestKit

/// Files that thumbnails are made of, or must not be.
enum PreviewSamples {
    /// 48 × 32 pixels as the camera held them, to be turned by a quarter; with EXIF: `PorticoCam`, 54° 41′ N 25° 16′ E.
    static var photo: [UInt8] { Array(Data(base64Encoded: encoded, options: .ignoreUnknownCharacters) ?? Data()) }

    private static let encoded = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/4QCsRXhpZgAATU0AKgAAAAgAAwEPAAIAAAALAAAAMgESAAMAAAABAAYAAIglAAQAAAABAAAAPgAAAABQb3J0aWNv
        Q2FtAAAABAABAAIAAAACTgAAAAACAAUAAAADAAAAdAADAAIAAAACRQAAAAAEAAUAAAADAAAAjAAAAAAAAAA2AAAAAQAAACkAAAABAAAADQAAAAEAAAAZ
        AAAAAQAAABAAAAABAAAAMAAAAAH/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+
        gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAgADADASIAAhEB
        AxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAwQG/8QAFxAAAwEAAAAAAAAAAAAAAAAAAAIDYf/EABcBAQEBAQAAAAAAAAAAAAAAAAMEBQb/xAAWEQEBAQAA
        AAAAAAAAAAAAAAADAAH/2gAMAwEAAhEDEQA/AM0scFWJUscFWOFupCa0ixFWJWscEWIWpXmtKscFWOFSxFWIWpXmtMscFWOFSxwVY4DqXGGtKscEWOFa
        xwRY4FqWga0qxwVYlSxwVY4DqV5rf//Z
        """

    /// Says that it has 65,500 × 65,500 pixels, and nothing after that.
    static var pixelBomb: [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [0, 0, 0, 13] + Array("IHDR".utf8)
            + [0, 0, 0xFF, 0xDC, 0, 0, 0xFF, 0xDC, 1, 0, 0, 0, 0] + [0, 0, 0, 0] + [0, 0, 0, 0] + Array("IDAT".utf8)
            + [0, 0, 0, 0]
    }

    /// One page that says `words`.
    static func pdf(_ words: String) -> [UInt8] {
        let text = "BT /F1 24 Tf 20 100 Td (\(words)) Tj ET"
        return pdf([
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            "<</Length \(text.utf8.count)>>stream\n\(text)\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ])
    }

    /// Asks for a password.
    static var locked: [UInt8] {
        let (owner, user) = (String(repeating: "31", count: 32), String(repeating: "32", count: 32))
        return pdf(
            [
                "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
                "<</Filter/Standard/V 1/R 2/P -44/O<\(owner)>/U<\(user)>>>",
            ], trailer: "/Encrypt 4 0 R/ID[<00><00>]")
    }

    /// Dictionaries 10,000 deep.
    static var deep: [UInt8] {
        let nest = String(repeating: "<</A ", count: 10_000) + "1" + String(repeating: ">>", count: 10_000)
        return pdf([
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/X \(nest)>>",
        ])
    }

    private static func pdf(_ objects: [String], trailer: String = "") -> [UInt8] {
        var out = "%PDF-1.4\n"
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(out.utf8.count)
            out += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = out.utf8.count
        out += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for place in places { out += String(repeating: "0", count: 10 - String(place).count) + "\(place) 00000 n \n" }
        out += "trailer<</Size \(objects.count + 1)/Root 1 0 R\(trailer)>>\nstartxref\n\(start)\n%%EOF"
        return Array(out.utf8)
    }
}

/// Office files, and one that has no end.
extension PreviewSamples {
    static func docx(_ markup: String, isPacked: Bool) throws -> [UInt8] {
        let text = Array(markup.utf8)
        let member = isPacked ? try gzip("cat", text) : text
        return zip([
            Entry("[Content_Types].xml", Array("<Types/>".utf8)), Entry("_rels/.rels", Array("<Relationships/>".utf8)),
            isPacked
                ? Entry("word/document.xml", packed: Array(member.dropFirst(10).dropLast(8)), member.suffix(8), size: text.count)
                : Entry("word/document.xml", text),
        ])
    }

    static func odt(_ markup: String) throws -> [UInt8] {
        zip([
            Entry("mimetype", Array("application/vnd.oasis.opendocument.text".utf8)), Entry("content.xml", Array(markup.utf8)),
            Entry("META-INF/manifest.xml", Array("<manifest/>".utf8)),
        ])
    }

    /// - Parameter size: what it says of its length; it is a quarter of a gigabyte.
    static func officeBomb(claiming size: Int) throws -> [UInt8] {
        let member = try gzip("head -c 268435456 /dev/zero | tr '\\000' a", [])
        return zip([
            Entry("[Content_Types].xml", Array("<Types/>".utf8)),
            Entry("word/document.xml", packed: Array(member.dropFirst(10).dropLast(8)), member.suffix(8), size: size),
        ])
    }

    /// What a command says, as a gzip member without a name.
    private static func gzip(_ command: String, _ input: [UInt8]) throws -> [UInt8] {
        Array(try OtherProgram.run("/bin/sh", ["-c", command + " | gzip -nc1"], input: Data(input)).bytes)
    }

    private struct Entry {
        let name: String
        let bytes: [UInt8]
        let method: UInt8
        /// CRC-32, little-endian; of what nobody checks it may be wrong.
        let check: [UInt8]
        let size: Int

        init(_ name: String, _ bytes: [UInt8]) {
            (self.name, self.bytes, method, check, size) = (name, bytes, 0, [0, 0, 0, 0], bytes.count)
        }

        init(_ name: String, packed: [UInt8], _ trailer: ArraySlice<UInt8>, size: Int) {
            (self.name, bytes, method, check, self.size) = (name, packed, 8, Array(trailer.prefix(4)), size)
        }

        /// Version, flags, method, time and day, check, lengths: as both headers have them.
        var fields: [UInt8] {
            [20, 0, 0, 0, method, 0, 0, 0, 0x21, 0x50] + check + little(bytes.count, 4) + little(size, 4)
                + little(name.utf8.count, 2) + [0, 0]
        }
    }

    private static func little(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static func zip(_ entries: [Entry]) -> [UInt8] {
        var (out, directory): ([UInt8], [UInt8]) = ([], [])
        for entry in entries {
            directory += Array("PK\u{1}\u{2}".utf8) + [20, 0] + entry.fields + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
            directory += little(out.count, 4) + Array(entry.name.utf8)
            out += Array("PK\u{3}\u{4}".utf8) + entry.fields + Array(entry.name.utf8) + entry.bytes
        }
        let count = little(entries.count, 2)
        return out + directory + Array("PK\u{5}\u{6}".utf8) + [0, 0, 0, 0] + count + count
            + little(directory.count, 4) + little(out.count, 4) + [0, 0]
    }
}
