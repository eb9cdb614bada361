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
        /// What is answered when all this is done.
        var marks: [StaleMark] = []
        let zone: TimeZone
        /// The pages' age before what they show was read.
        let age: PageCache.Age
        /// Why some pages are not among these.
        var failure: (any Error)?
    }

    /// Work, and what its pages' rows will say.
    private struct Plan: Sendable {
        let work: Work
        let files: [PageFile]
        let known: [String: PageFile]
        /// The pages whose files are not these bytes yet.
        let pending: [RenderedPage]

        init(_ work: Work) {
            self.work = work
            let known = Dictionary(work.known.map { ($0.path, $0) }) { first, _ in first }
            let files = work.rendered.map { page in
                PageFile(
                    path: page.path, page: page.page, size: Int64(page.bytes.count),
                    sha256: Array(SHA256.hash(data: page.bytes)), freshUntil: page.freshUntil?.start(in: work.zone))
            }
            pending = zip(work.rendered, files).filter { known[$1.path]?.sha256 != $1.sha256 }.map(\.0)
            (self.known, self.files) = (known, files)
        }

        var new: [PageFile] { files.filter { known[$0.path] == nil } }
        /// The files that are to be written or removed.
        var touched: [String] { pending.map(\.path) + work.gone }
    }

    /// - Returns: the report, and why some pages are not in it.
    func apply(_ render: @escaping @Sendable () throws -> Work) async throws -> (BuildReport, (any Error)?) {
        let (plan, written) = try await Blocking.run {
            let plan = Plan(try render())
            // Most often there is nothing to announce: then all is done on this thread.
            return (plan, mustAnnounce(plan) ? nil : try writeFiles(of: plan))
        }
        let touching: Int
        if let written {
            touching = written
        } else {
            try await announce(plan)
            touching = try await Blocking.run { try writeFiles(of: plan) }
        }
        try await writeRows(of: plan)
        tools.dirty.end(touching)
        var report = BuildReport()
        (report.written, report.unchanged) = (plan.pending.count, plan.files.count - plan.pending.count)
        report.removed = plan.work.gone.count
        return (report, plan.work.failure)
    }

    private func mustAnnounce(_ plan: Plan) -> Bool {
        (tools.isServing && !plan.new.isEmpty) || (!plan.touched.isEmpty && !tools.dirty.isRaised)
    }

    /// - Returns: what `DirtyFlag.end` wants to hear when the rows are written too.
    private func writeFiles(of plan: Plan) throws -> Int {
        let touching = tools.dirty.begin(plan.touched)
        try tools.pages.write(plan.pending, since: plan.work.age)
        for path in plan.work.gone { try tools.pages.remove(path) }
        return touching
    }

    private func writeRows(of plan: Plan) async throws {
        let (gone, marks) = (plan.work.gone, plan.work.marks)
        let changed = plan.files.filter { plan.known[$0.path] != $0 }
        if changed.isEmpty && gone.isEmpty && marks.isEmpty { return }
        try await tools.records.write { [tools] connection in
            let (add, update) = (try connection.pageFileAdder(), try connection.pageFileUpdater())
            // While the gate answers, new ones were announced and have rows.
            for file in changed { try tools.isServing || plan.known[file.path] != nil ? update(file) : add(file) }
            for path in gone { try connection.deletePageFile(path) }
            for mark in marks { try connection.dropMark(mark.page, gen: mark.gen) }
        }
    }

    /// While the gate answers, new pages get their rows before any file is written, because it looks there first: a link
    /// must never lead to a page whose row is still to come. The empty digest fits no file, so after a crash they are
    /// rendered again.
    private func announce(_ plan: Plan) async throws {
        let files = tools.isServing ? plan.new : []
        try await tools.dirty.raise { connection in
            let add = try connection.pageFileAdder()
            for file in files { try add(.unwritten(file.path, of: file.page)) }
        }
    }
}
