import Actions

/// A folder to import from, in memory.
struct RecordsFolder: FileSource {
    let files: [String: String]

    func open(_ path: String) async throws -> (any FileReader)? { files[path].map { Reader(Array($0.utf8)) } }

    func names() async throws -> [String] { files.keys.sorted() }

    private actor Reader: FileReader {
        private var bytes: [UInt8]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func next() -> [UInt8] {
            defer { bytes = [] }
            return bytes
        }

        func close() {}
    }
}
