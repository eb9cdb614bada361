import Crypto
import Documents
import Model

/// Keys being brought back: looked at first, put into place when all of the data was read and found whole and before any of it
/// appears, because without them the agencies could not be opened; taken back when it comes to nothing.
struct KeyRestore {
    private let settings: WorkspaceSettings
    private let files: [(name: String, bytes: [UInt8])]
    private var steps: [Step] = []
    /// What was put, and what made room for it.
    private var placed: [String] = []
    private var moved: [String] = []
    /// How far the book of checkpoints had come, as it stood.
    private var mark: String?

    private enum Step {
        case put, replace, leave
    }

    /// - Parameter files: names and bytes; none: the keys in keys/ must be the right ones.
    /// - Throws: `Refusal(.conflict)` when another key is in the way that has sealed something.
    init(_ settings: WorkspaceSettings, _ files: [(name: String, bytes: [UInt8])]) throws {
        self.settings = settings
        // The root key before what it wraps, and no agency's keys before those that make room: an attempt that breaks off can be made again.
        let (single, others) = (files.filter { $0.name.hasSuffix(".key") }, files.filter { !$0.name.hasSuffix(".key") })
        self.files = single.filter { $0.name == "root.key" } + single.filter { $0.name != "root.key" } + others
        steps = try self.files.map(step)
    }

    private func step(_ file: (name: String, bytes: [UInt8])) throws -> Step {
        let place = settings.keys + "/" + file.name
        guard Disk.status(place) != nil else { return .put }
        if try LocalReader(place)?.all(limit: 1 << 30) == file.bytes { return .leave }
        guard try isUnused(file.name) else { throw Refusal(.conflict, "refusal.restore.key", ["path": "keys/" + file.name]) }
        return .replace
    }

    /// Whether it is a key with no agency's keys beside it, such as `init` makes: it has sealed nothing yet.
    private func isUnused(_ name: String) throws -> Bool {
        try name.hasSuffix(".key") && !(Disk.names(in: settings.keys).contains { $0.hasSuffix(".sqlite") })
    }

    /// Whether an agency's keys are here, or come with these.
    func has(_ slug: Slug) -> Bool {
        let name = "\(slug).sqlite"
        return files.contains { $0.name == name } || Disk.status(settings.keys + "/" + name) != nil
    }

    /// The root key as it will be.
    func root(_ engines: Engines, _ world: World) throws -> SymmetricKey {
        guard let file = files.first(where: { $0.name == "root.key" }) else { return try engines.root(settings.keys) }
        let folder = settings.keys + "/.restore-" + world.uuid()
        try Disk.makeFolders(folder)
        defer { try? Disk.removeTree(folder) }
        try write(file.bytes, to: folder + "/" + file.name)
        return try engines.root(folder)
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let writer = try LocalWriter(path)
        try writer.put(bytes)
        try writer.keep()
        if path.hasSuffix(".key") { try Disk.setMode(path, 0o400) }
    }

    /// Puts them into place. A book of checkpoints that comes back ends when the backup was made, and not where the keys say that it
    /// had come.
    mutating func put() throws {
        try Disk.makeFolders(settings.keys)
        for (file, step) in zip(files, steps) {
            let (place, path) = (settings.keys + "/" + file.name, settings.keys + "/.new-" + file.name)
            if case .leave = step { continue }
            try Disk.remove(path)
            try write(file.bytes, to: path)
            if case .replace = step {
                try Disk.rename(place, to: place + ".unused", replacing: false)
                moved.append(place)
            }
            try Disk.rename(path, to: place, replacing: false)
            placed.append(place)
        }
        try Disk.synchronize(settings.keys)
        guard Disk.status(settings.data + "/" + CheckpointBook.file) == nil else { return }
        mark = try Disk.text(settings.keys + "/" + CheckpointMark.file)
        try CheckpointMark.remove(from: settings.keys)
    }

    /// Leaves keys/ as it was, as far as it can.
    func takeBack() {
        for file in files { try? Disk.remove(settings.keys + "/.new-" + file.name) }
        for place in placed.reversed() { try? Disk.remove(place) }
        for place in moved { try? Disk.rename(place + ".unused", to: place, replacing: false) }
        if let mark, let writer = try? LocalWriter(settings.keys + "/" + CheckpointMark.file) {
            try? writer.put(Array(mark.utf8))
            try? writer.keep()
        }
        try? Disk.synchronize(settings.keys)
    }
}
