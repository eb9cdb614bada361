import Actions
import Foundation

/// Looking for a text in the bytes of every file below some folders.
extension Lab {
    /// Every file below a folder.
    static func files(below folder: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        var found: [String] = []
        for case let name as String in walk {
            var isFolder: ObjCBool = false
            let path = folder + "/" + name
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue { found.append(path) }
        }
        return found.sorted()
    }

    /// The files in which some bytes stand, and how many were searched.
    static func hunt(_ text: String, below folders: [String]) async throws -> (hits: Int, searched: Int) {
        let found = try await places(of: text, below: folders)
        return (found.paths.count, found.searched)
    }

    /// The files in whose bytes a text stands, and how many were searched.
    static func places(of text: String, below folders: [String]) async throws -> (paths: [String], searched: Int) {
        try await Blocking.run {
            let needle = Data(text.utf8)
            let all = folders.flatMap { files(below: $0) }
            return (try all.filter { try holds($0, needle) }, all.count)
        }
    }

    /// Whether some bytes stand in a file; in one that is gone by now they do not.
    ///
    /// Read, never mapped: the log of the records is cut off while we look, and a map of what was cut off kills the process.
    private static func holds(_ path: String, _ needle: Data) throws -> Bool {
        let file: FileHandle
        do {
            file = try FileHandle(forReadingFrom: URL(filePath: path))
        } catch CocoaError.fileReadNoSuchFile, CocoaError.fileNoSuchFile {
            return false
        }
        defer { try? file.close() }
        var window = Data()
        while let piece = try file.read(upToCount: FilePiece.size), !piece.isEmpty {
            window.append(piece)
            if window.range(of: needle) != nil { return true }
            // It may begin in this piece and end in the next.
            window = Data(window.suffix(max(0, needle.count - 1)))
        }
        return false
    }
}
