package import JSON

/// What identifies and documents a workflow.
package struct Document: Sendable {
  /// The version of the DSL: `1.0.x`.
  package let dsl: String
  package let namespace: String
  package let name: String
  /// A semantic version.
  package let version: String
  package let title: String?
  /// Markdown.
  package let summary: String?
  package let tags: JSONObject
  package let metadata: JSONObject
}
