import Hummingbird
import Model

/// From the segments of a path to the arguments of a handler.
enum Receipts {
    static func show(_ request: Request, _ session: SignedInSession) async throws -> Response {
        try await ReceiptHandlers.show(
            request, session, client: session.visitor.slug(2), id: session.visitor.path.segments[4])
    }
}

enum StaffRoutes {
    static func showCase(_ request: Request, _ session: StaffSession) async throws -> Response {
        try await StaffHandlers.showCase(request, session, client: session.visitor.slug(3), case: session.visitor.slug(5))
    }

    static func publish(_ request: Request, _ session: StaffSession) async throws -> Response {
        try await StaffHandlers.publish(request, session, document: session.visitor.path.segments[3])
    }

    static func unpublish(_ request: Request, _ session: StaffSession) async throws -> Response {
        try await StaffHandlers.unpublish(request, session, document: session.visitor.path.segments[3])
    }

    static func remove(_ request: Request, _ session: StaffSession) async throws -> Response {
        try await StaffHandlers.remove(request, session, document: session.visitor.path.segments[3])
    }

    static func nothing(_ request: Request, _ session: StaffSession) async throws -> Response {
        throw Refusal(.notFound, "refusal.not-found")
    }
}
