import Actions
import Foundation
import Model
import Site
import Testing

@testable import Server

/// What each person gets for one request of a route. Nobody is left out: a status that is not said is 404.
struct Scenario: Sendable {
    /// A row of the table: `GET /AGENCY/me/`.
    let route: String
    let path: @Sendable (Fixture) -> String
    let expected: [Who: Int]

    init(_ route: String, _ path: String, _ expected: [Who: Int]) {
        self.init(route, { _ in path }, expected)
    }

    init(_ route: String, _ path: @escaping @Sendable (Fixture) -> String, _ expected: [Who: Int]) {
        (self.route, self.path, self.expected) = (route, path, expected)
    }
}

func all(_ status: Int) -> [Who: Int] { Dictionary(uniqueKeysWithValues: Who.allCases.map { ($0, status) }) }

/// Visitors sign in first, and so does whoever comes with the session of another agency.
func signedIn(_ statuses: [Who: Int]) -> [Who: Int] {
    [.visitor: 303, .stranger: 303].merging(statuses) { $1 }
}

let everyone = all(200)
let ofA = signedIn([.anna: 200, .agent: 200, .admin: 200, .owner: 200])
let staff = signedIn([.agent: 200, .admin: 200, .owner: 200])
let managers = signedIn([.admin: 200, .owner: 200])
/// For a form that is sent empty.
let staffEmpty = signedIn([.agent: 422, .admin: 422, .owner: 422])
let managersEmpty = signedIn([.admin: 422, .owner: 422])

let ofOwners = signedIn([.admin: 200, .owner: 200])
func staffOnly(_ status: Int) -> [Who: Int] { signedIn([.agent: status, .admin: status, .owner: status]) }
let ownPages = all(200).merging([.visitor: 303, .stranger: 303]) { $1 }
/// A path of somebody who is there, of the agency's own people.
func person(_ who: Who, _ rest: String = "") -> @Sendable (Fixture) -> String {
    { "/acme/staff/people/\($0.people[who]?.text ?? "")/\(rest)" }
}
