import Model
import Site
import Testing

@testable import Proof

@Suite struct PolicyLintTests {
    @Test func `every sentence has a claim, every claim a check, every check a sabotage, in every language`() throws {
        #expect(try PolicyLint.problems(try Site.load(workspace: nil)) == [])
    }

    @Test func `names of checks and sabotages are there once`() {
        #expect(Set(Check.all.map(\.name)).count == Check.all.count)
        #expect(Set(Sabotage.all.map(\.name)).count == Sabotage.all.count)
    }
}
