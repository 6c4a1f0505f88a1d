using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Shield.Cli.Samples;

/// <summary>Of <c>samples</c>. <c>shield ingest</c> reads this document as well as the lines of the text form.</summary>
/// <param name="Findings">All of them.</param>
/// <param name="Files">Where they were written; null where they were only printed.</param>
internal sealed record SamplesAnswer(ImmutableArray<JsonNode> Findings, ImmutableArray<string>? Files);
