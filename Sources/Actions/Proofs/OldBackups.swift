import Model

extension Workspace {
    /// Puts old backups where a sabotage wants them found: a repository with one snapshot, and a backup of keys. They are files of that
    /// age by their names, as all are. The repository is sealed as ours are, and its snapshot is of nothing.
    /// - Parameters:
    ///   - folder: below which; it goes with whatever it belongs to.
    ///   - days: how old they are.
    package func plantOldBackups(below folder: String, days: Int64) async throws -> (repository: String, keys: String) {
        let name = SnapshotName(world.now().adding(seconds: -days * 86_400), random: world.random(4))
        let (repository, keys) = (LocalFolder(folder + "/old-backups"), LocalFolder(folder + "/old-keys"))
        let made = try await BackupRepository.make(repository, root: try engines.root(settings.keys), world: world)
        try await made.write(Snapshot(schema: ""), as: name)
        try await keys.put(Array("{}\n".utf8), as: "\(name)/\(KeyBackups.manifest)")
        return (repository.path, keys.path)
    }
}
