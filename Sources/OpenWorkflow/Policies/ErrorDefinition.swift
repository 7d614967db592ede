/// An error to raise (RFC 7807).
package final class ErrorDefinition: Sendable {
  /// The name in `use.errors`, if it has one.
  package let name: String?
  package let type: Template
  package let status: Template
  package let instance: Template?
  package let title: Template?
  package let detail: Template?

  init(name: String?, type: Template, status: Template, instance: Template?, title: Template?, detail: Template?) {
    self.name = name
    self.type = type
    self.status = status
    self.instance = instance
    self.title = title
    self.detail = detail
  }
}

/// `catch.errors.with`: every value given here must equal the error's.
package final class ErrorFilter: Sendable {
  package let type: String?
  package let status: Int?
  package let instance: String?
  package let title: String?
  package let detail: String?

  init(type: String?, status: Int?, instance: String?, title: String?, detail: String?) {
    self.type = type
    self.status = status
    self.instance = instance
    self.title = title
    self.detail = detail
  }
}
