/// The structural look at Office files: their ZIP directory, which stands at the end, says what they are.
enum OfficeLook {
    /// What a file that begins as ZIP turns out to be.
    static func answer(_ seen: Evidence) -> Answer {
        guard let directory = ZipDirectory(seen) else { return .broken }
        let names = directory.names
        if names.contains(where: { $0.hasSuffix("vbaProject.bin") }) { return .macros }
        if let kind = openDocument(seen), directory.entries["mimetype"]?.place == 0, directory.has("META-INF/manifest.xml") {
            return .media(kind)
        }
        guard directory.has("[Content_Types].xml") else { return .other }
        switch (directory.has("word/document.xml"), directory.has("xl/workbook.xml")) {
        case (true, false): return .media("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        case (false, true): return .media("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        default: return .other
        }
    }

    enum Answer: Hashable {
        /// A document of a kind that is taken.
        case media(String)
        /// A document with macros in it.
        case macros
        /// An archive of something else.
        case other
        /// No sound ZIP.
        case broken
    }

    /// What an OpenDocument file says of itself: its first entry, stored without compression, is `mimetype` (OASIS ODF 1.3, part
    /// 2, 3.3).
    private static func openDocument(_ seen: Evidence) -> String? {
        let head = seen.head
        guard head.little(8, 2) == 0, head.little(26, 2) == 8, let extra = head.little(28, 2), head.has("mimetype", at: 30) else {
            return nil
        }
        let start = 38 + extra
        return TypeTable.all.map(\.media).first { media in
            let next = start + Int64(media.utf8.count)
            return media.hasPrefix("application/vnd.oasis.opendocument.") && head.has(media, at: start)
                && (head.has("PK\u{3}\u{4}", at: next) || head.has("PK\u{7}\u{8}", at: next))
        }
    }
}

/// The directory of a ZIP file (PKWARE APPNOTE 6.3.10, 4.3.12 to 4.3.16), read strictly: it reaches to the end of the file,
/// begins where it says, and each name stands in it once. Readers that are laxer than that disagree with each other.
struct ZipDirectory {
    /// What it says of one entry; the bytes themselves may say otherwise.
    struct Entry {
        /// Where it begins in the file.
        let place: Int64
        /// How it is packed: 0 not at all, 8 deflate.
        let method: Int64
        let isEncrypted: Bool
        /// CRC-32 and length of what was packed, and length of what it was packed to.
        let check, size, packed: Int64
    }

    /// Every entry, by name.
    let entries: [String: Entry]

    var names: some Collection<String> { entries.keys }

    func has(_ name: String) -> Bool { entries[name] != nil }

    /// Nil when it is not sound, or does not stand whole in what was kept of the file's end.
    init?(_ seen: Evidence) {
        guard seen.head.has("PK\u{3}\u{4}", at: 0), let ends = ZipDirectory.ends(seen), ends.count >= 1 else { return nil }
        var entries: [String: Entry] = [:]
        var place = ends.start
        for _ in 0..<ends.count {
            guard seen.tail.has("PK\u{1}\u{2}", at: place), let name = seen.tail.little(place + 28, 2),
                let extra = seen.tail.little(place + 30, 2), let comment = seen.tail.little(place + 32, 2),
                let local = seen.tail.little(place + 42, 4), let text = seen.tail.text(place + 46, Int(name)), name > 0
            else { return nil }
            guard local < ends.start || local == 0xFFFF_FFFF, let entry = Entry(seen.tail, at: place, local),
                entries.updateValue(entry, forKey: text) == nil
            else { return nil }
            place += 46 + name + extra + comment
            guard place <= ends.end else { return nil }
        }
        guard place == ends.end else { return nil }
        self.entries = entries
    }

    /// Where the directory begins and ends, and how many entries it has.
    private struct Ends {
        let start, end, count: Int64

        /// Nil when the numbers contradict each other. An entry takes at least 46 bytes, so the count cannot be made up.
        init?(start: Int64?, size: Int64?, count: Int64?, end: Int64, within seen: Evidence) {
            guard let start, let size, let count, start >= 0, size >= 0, start <= seen.size, size <= seen.size,
                start + size == end,
                count >= 0, count <= size / 46
            else { return nil }
            (self.start, self.end, self.count) = (start, end, count)
        }
    }

    private static func ends(_ seen: Evidence) -> Ends? {
        let tail = seen.tail
        // A comment of up to 65,535 bytes may follow; the record must then end exactly with the file.
        for comment in 0...Int64(UInt16.max) {
            let place = seen.size - 22 - comment
            guard place >= tail.start else { return nil }
            guard tail.has("PK\u{5}\u{6}", at: place), tail.little(place + 20, 2) == comment else { continue }
            guard tail.little(place + 4, 2) == tail.little(place + 6, 2) else { return nil }
            let (count, size, start) = (tail.little(place + 10, 2), tail.little(place + 12, 4), tail.little(place + 16, 4))
            if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF { return long(seen, before: place) }
            return Ends(start: start, size: size, count: count, end: place, within: seen)
        }
        return nil
    }

    /// The 64-bit form, whose locator stands right before the ordinary end record.
    private static func long(_ seen: Evidence, before place: Int64) -> Ends? {
        let tail = seen.tail
        guard tail.has("PK\u{6}\u{7}", at: place - 20), let record = tail.little64(place - 12),
            tail.has("PK\u{6}\u{6}", at: record)
        else {
            return nil
        }
        return Ends(
            start: tail.little64(record + 48), size: tail.little64(record + 40), count: tail.little64(record + 32), end: record,
            within: seen)
    }
}

extension ZipDirectory.Entry {
    /// Reads the fields of fixed length (4.3.12).
    fileprivate init?(_ window: Window, at place: Int64, _ local: Int64) {
        guard let flags = window.little(place + 8, 2), let method = window.little(place + 10, 2),
            let check = window.little(place + 16, 4), let packed = window.little(place + 20, 4),
            let size = window.little(place + 24, 4)
        else { return nil }
        self.init(
            place: local, method: method, isEncrypted: flags & 1 == 1, check: check, size: size, packed: packed)
    }
}
