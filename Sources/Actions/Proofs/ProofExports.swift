import Documents
package import Model

extension OpenAgency {
    /// The files of what an authority was given by their paths, opened with its key, for checks: they lie beside the records of an
    /// agency of the proofs for a moment.
    /// - Throws: `Refusal(.notFound)` for any other agency; `.wrongKey`; `.invalid` when it is no whole ZIP file.
    package func files(of disclosure: Disclosure, _ sealed: [UInt8], key: [UInt8]) async throws -> [String: [UInt8]] {
        guard slug.isSynthetic else { throw Refusal(.notFound, "refusal.not-found") }
        let bytes = try StreamSeal.open(sealed, key: key, context: disclosure.context(of: id))
        let place = settings.folder(of: slug.text) + "/.read-" + world.uuid()
        return try await Blocking.run {
            let writer = try LocalWriter(place)
            try writer.put(bytes)
            try writer.keep()
            defer { try? Disk.remove(place) }
            let zip = try ZipReader(place)
            var files: [String: [UInt8]] = [:]
            for (path, entry) in zip.entries { files[path] = try zip.bytes(path, limit: entry.size) }
            return files
        }
    }
}
