using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Cli.Output;

/// <summary>The documents of <c>-o json</c>; their schemas are in docs/schemas/.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(VersionAnswer))]
[JsonSerializable(typeof(CompletionAnswer))]
[JsonSerializable(typeof(IngestAnswer))]
[JsonSerializable(typeof(ApplyAnswer))]
[JsonSerializable(typeof(PlanAnswer))]
[JsonSerializable(typeof(ImmutableArray<ThreatRow>))]
[JsonSerializable(typeof(ImmutableArray<ThreatCountRow>))]
[JsonSerializable(typeof(ExplainAnswer))]
[JsonSerializable(typeof(ActAnswer))]
[JsonSerializable(typeof(ActRow))]
[JsonSerializable(typeof(ImmutableArray<ActRow>))]
[JsonSerializable(typeof(ImmutableArray<ListedActRow>))]
[JsonSerializable(typeof(ImmutableArray<AllowRow>))]
[JsonSerializable(typeof(AllowCheckAnswer))]
[JsonSerializable(typeof(ImmutableArray<NeverBlockRow>))]
[JsonSerializable(typeof(NeverBlockCheckAnswer))]
[JsonSerializable(typeof(NeverBlockRefreshAnswer))]
[JsonSerializable(typeof(ImmutableArray<PolicyRow>))]
[JsonSerializable(typeof(PolicyCheckAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(InitAnswer))]
[JsonSerializable(typeof(DoctorAnswer))]
[JsonSerializable(typeof(HistoryVerifyAnswer))]
public sealed partial class CliJson : JsonSerializerContext;

public sealed record VersionAnswer(string Version);

/// <summary>Of <c>completion</c>.</summary>
public sealed record CompletionAnswer(string Shell, string Script);
