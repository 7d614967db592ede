/// An error to raise (RFC 7807).
package struct ErrorDefinition: Sendable {
  /// The name in `use.errors`, if it has one.
  package let name: String?
  package let type: Template
  package let status: Template
  package let instance: Template?
  package let title: Template?
  package let detail: Template?
}

/// `catch.errors.with`: every value given here must equal the error's.
package struct ErrorFilter: Sendable {
  package let type: String?
  package let status: Int?
  package let instance: String?
  package let title: String?
  package let detail: String?
}
