/// The text of a definition, kept as long as runs are pinned to it.
public struct StoredDefinition: Sendable, Hashable {
  public var digest: String
  public var workflow: WorkflowReference
  /// As its author wrote it.
  public var source: String
  /// Of the source: `application/yaml`, `application/json`.
  public var mediaType: String
  public var savedAt: Timestamp

  public init(
    digest: String, workflow: WorkflowReference, source: String, mediaType: String = "application/yaml",
    savedAt: Timestamp
  ) {
    self.digest = digest
    self.workflow = workflow
    self.source = source
    self.mediaType = mediaType
    self.savedAt = savedAt
  }
}
