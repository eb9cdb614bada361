public import Foundation

/// Where things are in the checkout that the tests were built from.
public enum Checkout {
    /// The folder that holds Package.swift.
    public static let root: URL = {
        var folder = URL(filePath: #filePath)
        repeat {
            folder.deleteLastPathComponent()
        } while folder.path != "/" && !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
        return folder
    }()

    /// Real input kept beside the checkout; nil where it is absent, and what needs it is left out.
    public static func shared(_ path: String) -> URL? {
        let url = root.deletingLastPathComponent().appending(path: "shared").appending(path: path)
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }

    /// Every file below a folder of the checkout with one of these endings, sorted.
    public static func files(below folder: String, endings: Set<String>) -> [URL] {
        let start = root.appending(path: folder)
        guard let all = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil) else { return [] }
        return all.compactMap { $0 as? URL }.filter { endings.contains($0.pathExtension) }
            .sorted { $0.path < $1.path }
    }
}
