import HTTPTypes
import Model

extension Refusal.Kind {
    /// The HTTP status of a refusal.
    var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .signIn: .unauthorized
        case .forbidden: .forbidden
        case .invalid: .unprocessableContent
        case .usage: .badRequest
        case .conflict: .conflict
        case .restricted: HTTPResponse.Status(code: 423, reasonPhrase: "Locked")
        case .tooLarge: .contentTooLarge
        case .unsupportedType: .unsupportedMediaType
        case .range: .rangeNotSatisfiable
        case .tooMany: .tooManyRequests
        case .unavailable: .serviceUnavailable
        case .full: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
        case .configuration, .noWorkspace, .locked, .wrongKey, .newer: .serviceUnavailable
        case .failed: .internalServerError
        }
    }

    /// Whether the words of the refusal are for whoever asked. The others tell of the installation: those go to the log only.
    var isForVisitors: Bool {
        switch self {
        case .notFound, .configuration, .noWorkspace, .locked, .wrongKey, .newer, .failed: false
        default: true
        }
    }

    /// The key of the words that stand over a page of that kind.
    fileprivate var titleWord: String {
        switch status.code {
        case 400: "error.title.bad"
        case 401: "error.title.sign-in"
        case 403: "error.title.forbidden"
        case 404: "error.title.not-found"
        case 409: "error.title.cannot"
        case 413: "error.title.too-large"
        case 415: "error.title.type"
        case 416: "error.title.range"
        case 422: "error.title.invalid"
        case 423: "error.title.restricted"
        case 429: "error.title.too-many"
        case 503: "error.title.unavailable"
        case 507: "error.title.full"
        default: "error.title.failed"
        }
    }
}

extension Refusal {
    /// The key of the words that stand over the page. Of what cannot be done, somebody else is the reason only sometimes.
    var titleWord: String { kind == .conflict && word.hasSuffix(".changed") ? "error.title.conflict" : kind.titleWord }
}
