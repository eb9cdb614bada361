import Crypto
import Foundation
import Model
import Records
import Site

/// Brings rendered pages to the disk: only bytes that changed, each by rename, in the order given.
struct PageWork: Sendable {
    let tools: BuildTools

    struct Work: Sendable {
        var rendered: [RenderedPage] = []
        var known: [PageFile] = []
        /// Paths that should no longer exist.
        var gone: [String] = []
        let zone: TimeZone
    }

    func apply(_ work: Work, marks: [StaleMark]) async throws -> BuildReport {
        let known = Dictionary(work.known.map { ($0.path, $0) }) { first, _ in first }
        let files = work.rendered.map { page in
            PageFile(
                path: page.path, page: page.page, size: Int64(page.bytes.count), sha256: Array(SHA256.hash(data: page.bytes)),
                freshUntil: page.freshUntil?.start(in: work.zone))
        }
        try await announce(files.filter { known[$0.path] == nil })
        let pages = tools.pages
        let written = try await Blocking.run {
            var written = 0
            for (page, file) in zip(work.rendered, files) where known[page.path]?.sha256 != file.sha256 {
                try pages.write(page.path, page.bytes)
                written += 1
            }
            for path in work.gone { try pages.remove(path) }
            return written
        }
        let changed = files.filter { known[$0.path] != $0 }
        if !(changed.isEmpty && work.gone.isEmpty && marks.isEmpty) {
            try await tools.records.write { connection in
                // New ones were announced, so all of them have rows.
                let update = try connection.pageFileUpdater()
                for file in changed { try update(file) }
                for path in work.gone { try connection.deletePageFile(path) }
                for mark in marks { try connection.dropMark(mark.page, gen: mark.gen) }
            }
        }
        var report = BuildReport()
        (report.written, report.unchanged) = (written, files.count - written)
        report.removed = work.gone.count
        return report
    }

    /// New pages get their rows before any file is written, because the gate looks there first: a link must never lead
    /// to a page whose row is still to come. The empty digest fits no file, so after a crash they are rendered again.
    private func announce(_ files: [PageFile]) async throws {
        guard !files.isEmpty else { return }
        try await tools.records.write { connection in
            let add = try connection.pageFileAdder()
            for file in files { try add(.unwritten(file.path, of: file.page)) }
        }
    }
}
