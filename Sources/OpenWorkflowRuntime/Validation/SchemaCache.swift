import JSON
import JSONSchema
import Juggler
import OpenWorkflow
import Synchronization

/// The schemas that a workflow refers to outside of its document, each fetched and compiled once.
package final class SchemaCache: Sendable {
  private let schemas = Mutex<[String: JSONSchema.Schema]>([:])

  func schema(
    at resource: ExternalResource, _ dialect: Dialect?, _ connectors: ConnectorRegistry, _ run: RunContext
  ) async throws -> JSONSchema.Schema {
    guard let uri = resource.endpoint.uri.literal, resource.endpoint.authentication == nil else {
      throw Fault(
        .configuration,
        detail:
          "the schema at '\(resource.endpoint.uri.source)': only a fixed URI without authentication can be fetched")
    }
    if let schema = schemas.withLock({ $0[uri] }) { return schema }
    let http = try connectors.connector(named: "http")
    let document = try await http.perform(
      ["method": "get", "uri": .string(uri), "redirect": true],
      in: EffectContext(run: run.run, step: StepID(task: "/schemas")))
    do throws(SchemaError) {
      let schema = try JSONSchema.Schema(document, dialect: dialect ?? .draft2020)
      schemas.withLock { $0[uri] = schema }
      return schema
    } catch {
      throw Fault(.configuration, detail: "the schema at \(uri) is invalid: \(error)")
    }
  }
}
