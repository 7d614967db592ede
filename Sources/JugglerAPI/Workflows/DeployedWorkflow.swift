public import JSON

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A definition that a server has.
public struct DeployedWorkflow: WireType, Identifiable {
  public var workflow: WorkflowVersion
  public var title: String?
  /// Markdown.
  public var summary: String?
  /// Whether this is what a call without a version gets.
  public var isLatest: Bool
  /// Identifies the exact definition.
  public var digest: String
  /// Of its text: `application/yaml` or `application/json`.
  public var mediaType: String
  public var savedAt: Date?
  /// What its author should know, although it runs.
  public var warnings: [ProblemDetails.Part]

  public var id: String { workflow.description }

  public init(
    workflow: WorkflowVersion, title: String? = nil, summary: String? = nil, isLatest: Bool = false, digest: String,
    mediaType: String, savedAt: Date? = nil, warnings: [ProblemDetails.Part] = []
  ) {
    self.workflow = workflow
    self.title = title
    self.summary = summary
    self.isLatest = isLatest
    self.digest = digest
    self.mediaType = mediaType
    self.savedAt = savedAt
    self.warnings = warnings
  }
}

extension DeployedWorkflow {
  public init(json: JSONValue) throws(WireError) {
    let reader = try WireReader(json)
    self.init(
      workflow: try WorkflowVersion(json: json), title: try reader.optionalString("title"),
      summary: try reader.optionalString("summary"), isLatest: try reader.flag("latest"),
      digest: try reader.string("digest"), mediaType: try reader.string("mediaType"),
      savedAt: try reader.date("savedAt"), warnings: try reader.list("warnings", of: ProblemDetails.Part.self))
  }

  public var json: JSONValue {
    [
      "namespace": .string(workflow.namespace), "name": .string(workflow.name), "version": .string(workflow.version),
      "title": .text(title), "summary": .text(summary), "latest": .bool(isLatest), "digest": .string(digest),
      "mediaType": .string(mediaType), "savedAt": .time(savedAt), "warnings": .array(warnings.map(\.json)),
    ]
  }
}
