package import JSON
package import Juggler
package import JugglerTelemetry
package import OpenWorkflowRuntime
import Tracing

/// A connector whose calls are spans of the run's trace; those of HTTP carry it to the service that is called.
///
/// Without a trace the call costs a look into an empty table.
package struct TracedConnector: Connector {
  private let connector: any Connector
  private let tracer: RunTracer

  package init(_ connector: any Connector, tracer: RunTracer) {
    self.connector = connector
    self.tracer = tracer
  }

  package var name: String { connector.name }
  package var activity: RunEvent.Activity { connector.activity }

  package func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue {
    guard let trace = tracer.context(of: context.run, task: context.step) else {
      return try await connector.perform(arguments, in: context)
    }
    return try await perform(arguments, in: context, tracedBy: trace)
  }

  @inline(never)
  private func perform(
    _ arguments: JSONObject, in context: EffectContext, tracedBy trace: TraceContext
  ) async throws -> JSONValue {
    var arguments = arguments
    var call = trace
    if tracer.isRecording, trace.isSampled { call.span = .random() }
    if name == "http" { Self.add(call, to: &arguments) }
    let start = Timestamp.now
    do {
      let output = try await connector.perform(arguments, in: context)
      record(call, within: trace, arguments, start, fault: nil, context.mask)
      return output
    } catch {
      record(call, within: trace, arguments, start, fault: error as? Fault, context.mask)
      throw error
    }
  }

  /// Unless the author sends a trace of their own.
  private static func add(_ trace: TraceContext, to arguments: inout JSONObject) {
    var headers = JSONObject()
    switch arguments["headers"] {
    case .object(let given): headers = given
    case nil, .null: break
    // Not for us to mend.
    default: return
    }
    guard !headers.keys.contains(where: { $0.lowercased() == "traceparent" }) else { return }
    headers["traceparent"] = .string(trace.traceparent)
    if let state = trace.state { headers["tracestate"] = .string(state) }
    arguments["headers"] = .object(headers)
  }

  /// Of an address only the host is exported: the rest may hold secrets.
  private func record(
    _ call: TraceContext, within trace: TraceContext, _ arguments: JSONObject, _ start: Timestamp, fault: Fault?,
    _ mask: SecretMask
  ) {
    guard tracer.isRecording, trace.isSampled else { return }
    var record = SpanRecord(
      context: call, parent: trace.span, name: name, kind: name == "http" ? .client : .internal, start: start.span,
      end: Timestamp.now.span)
    record.attributes = [("juggler.connector", .string(name))]
    if case .string(let method)? = arguments["method"] {
      record.name = method.uppercased()
      record.attributes.append(("http.request.method", .string(method.uppercased())))
    }
    if let host = Self.host(of: arguments["uri"]) {
      record.attributes.append(("server.address", .string(mask.masking(host))))
    }
    if let fault {
      record.fail(mask.masking(fault))
      if fault.type == Fault.Kind.communication.type {
        record.attributes.append(("http.response.status_code", .int64(Int64(fault.status))))
      }
    }
    tracer.take(record)
  }

  private static func host(of uri: JSONValue?) -> String? {
    guard case .string(let uri)? = uri, let colon = uri.firstIndex(of: ":"), uri[colon...].hasPrefix("://") else {
      return nil
    }
    let authority = uri[colon...].dropFirst(3).prefix { !"/?#".contains($0) }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority
    return host.hasPrefix("[") ? String(host.prefix { $0 != "]" }.dropFirst()) : String(host.prefix { $0 != ":" })
  }
}
