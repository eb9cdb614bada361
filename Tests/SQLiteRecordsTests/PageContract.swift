import Model
import Records
import Testing

@Suite struct PageContract {
    @Test(arguments: engines) func `a mark is dropped only while it is what was read`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let pages: [Page] = [.home(Sample.id(1)), .invoice(Sample.id(1), Sample.id(2)), .home(Sample.id(1)), .all]
            #expect(try await records.write { try $0.raise(pages) } == 1)
            let marks = try await records.read { try $0.marks() }
            #expect(Set(marks.map(\.page)) == Set(pages))
            #expect(marks.allSatisfy { $0.gen == 1 && !$0.isWithdrawn })
            #expect(try await records.write { try $0.raise([pages[0]]) } == 2)
            #expect(try await records.write { try $0.dropMark(pages[0], gen: 1) } == false)
            #expect(try await records.write { try $0.dropMark(pages[1], gen: 1) })
            #expect(try await records.write { try $0.dropMark(pages[0], gen: 2) })
            #expect(try await records.read { try $0.marks().map(\.page) } == [.all])
            #expect(try await records.write { try $0.raise([] as [Page]) } == nil)
        }
    }

    @Test(arguments: engines) func `a withdrawn page stays so until it was rendered`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let page = Page.documents(Sample.id(1))
            let raised = try await records.write { db in
                try db.raise([page])
                try db.raise([page], withdrawn: true)
                return try db.raise([page])
            }
            #expect(try await records.read { try $0.withdrawnPages() } == [page])
            #expect(try await records.write { try $0.dropMark(page, gen: raised ?? 0) })
            #expect(try await records.read { try $0.withdrawnPages() } == [])
        }
    }

    @Test(arguments: engines) func `of many files only those that are due are looked at`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            try await records.write { db in
                let add = try db.pageFileAdder()
                for number in 0..<20_000 {
                    let due = number == 7 ? Sample.at(1) : nil
                    try add(
                        PageFile(
                            path: "\(number)", page: .home(Sample.id(number)), size: 1, sha256: Array(repeating: 1, count: 32),
                            freshUntil: due))
                }
            }
            // Asked after every change: the time must not be that of going along all of them.
            let (all, due) = try await records.read { db in
                let clock = ContinuousClock()
                let all = try clock.measure { try db.eachPageFile { _ in } }
                var found: [PageFile] = []
                let due = try clock.measure { found = try db.pageFiles(notFreshAt: Sample.at(2)) }
                #expect(found.map(\.path) == ["7"])
                return (all, due)
            }
            #expect(due * 10 < all)
        }
    }

    @Test(arguments: engines) func `rendered files are known by path, page and freshness`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let (home, shared) = (Page.home(Sample.id(1)), Page.shared("privacy/platform"))
            var file = PageFile(path: "b", page: home, size: 3, sha256: Array(repeating: 1, count: 32), freshUntil: Sample.at(9))
            let first = file
            let other = PageFile(path: "a", page: shared, size: 4, sha256: Array(repeating: 2, count: 32))
            try await records.write { db in
                for file in [first, other] { try db.save(file) }
            }
            #expect(try await records.read { try $0.pageFiles() } == [other, first])
            #expect(try await records.read { try $0.pageFiles(of: shared) } == [other])
            #expect(try await records.read { try $0.pageFiles(notFreshAt: Sample.at(8)) } == [])
            #expect(try await records.read { try $0.pageFiles(notFreshAt: Sample.at(9)) } == [first])
            (file.size, file.freshUntil) = (5, nil)
            let second = file
            try await records.write { try $0.save(second) }
            #expect(try await records.read { try $0.pageFile("b") } == second)
            #expect(try await records.write { try $0.deletePageFile("b") })
            #expect(try await records.write { try $0.deletePageFile("b") } == false)
        }
    }
}
