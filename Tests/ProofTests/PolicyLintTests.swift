import Foundation
import Model
import Site
import TestKit
import Testing

@testable import Proof

@Suite struct PolicyLintTests {
    @Test func `every sentence has a claim, every claim a check, every check a sabotage, in every language`() throws {
        #expect(try PolicyLint.problems(try Site.load(workspace: nil)) == [])
    }

    @Test(arguments: PolicySpecimen.texts + PolicySpecimen.claims)
    func `what is wrong is said, and nothing else`(_ specimen: PolicySpecimen) throws {
        #expect(try specimen.found().sorted() == specimen.complaints.sorted())
    }

    @Test func `a check that no sabotage breaks proves nothing, and a sabotage must break a check`() throws {
        let site = try Site.load(workspace: nil)
        let (names, broken) = (Set(Check.all.map(\.name)), Set(Sabotage.all.flatMap(\.breaks)))
        #expect(
            try PolicyLint.problems(site, checks: names, broken: broken.subtracting(["policy-dated"]))
                == ["no sabotage breaks the check policy-dated"])
        #expect(
            try PolicyLint.problems(site, checks: names, broken: broken.union(["policy-lost"]))
                == ["a sabotage breaks the check policy-lost, which there is not"])
    }

    @Test func `the front page of the project counts the promises as they are`() throws {
        let text = try String(contentsOf: Checkout.root.appending(path: "README.md"), encoding: .utf8)
        let line = try Site.load(workspace: nil).claims.figures
        #expect(text.replacing("\n", with: " ").replacing("  ", with: " ").contains(line), "README.md should say: \(line)")
    }

    @Test func `names of checks and sabotages are there once`() {
        #expect(Set(Check.all.map(\.name)).count == Check.all.count)
        #expect(Set(Sabotage.all.map(\.name)).count == Sabotage.all.count)
    }
}
