import JSON

/// The OpenAPI Operation Objects of the endpoints.
enum Descriptions {
  static let listWorkflows: JSONValue = [:]
  static let deploy: JSONValue = [:]
  static let definition: JSONValue = [:]
  static let undeploy: JSONValue = [:]
  static let start: JSONValue = [:]
  static let listRuns: JSONValue = [:]
  static let run: JSONValue = [:]
  static let steps: JSONValue = [:]
  static let cancel: JSONValue = [:]
  static let suspend: JSONValue = [:]
  static let resume: JSONValue = [:]
  static let retry: JSONValue = [:]
  static let fork: JSONValue = [:]
  static let call: JSONValue = [:]
}
