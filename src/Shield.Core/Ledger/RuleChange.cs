using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.FindingTypes;

namespace Shield.Core.Ledger;

/// <summary>
/// One IP list put in the place of another in somebody's rule, written before it is done: what <c>init --undo</c> goes by. Of a rule
/// that was narrowed and widened again both stand in history, and the later one holds.
/// </summary>
public sealed record RuleChange
{
    /// <summary>The rule's draft href.</summary>
    public required string Rule { get; init; }

    public required string RuleSet { get; init; }

    /// <summary><c>inbound</c>: among the rule's consumers; <c>outbound</c>: among its providers.</summary>
    public required string List { get; init; }

    /// <summary>Draft href of the IP list that stood there.</summary>
    public required string From { get; init; }

    /// <summary>Draft href of the one that takes its place.</summary>
    public required string To { get; init; }

    /// <summary>That whole side of the rule as it was, in the PCE's JSON.</summary>
    public required string Before { get; init; }

    /// <summary>Who or what asked.</summary>
    public required string Trigger { get; init; }

    public static RuleChange Read(HistoryRecord record) =>
        JsonSerializer.Deserialize(record.Content, RuleChangeJson.Default.RuleChange)
        ?? throw new LedgerException($"history record {record.Sequence} is no change of a rule");

    public string ToJson() => JsonSerializer.Serialize(this, RuleChangeJson.Default.RuleChange);

    public bool IsOf(string rule, Direction direction) => Rule == rule && List == direction.ToWord();
}

public static class RuleChanges
{
    /// <summary>
    /// What our last change of the rule exchanged for <paramref name="list"/>, or was about to where it broke off; null where history
    /// does not know the rule by that list.
    /// </summary>
    public static string? InPlaceOf(this ImmutableArray<RuleChange> changes, string list, string rule, Direction direction) =>
        changes.LastOrDefault(change => change.IsOf(rule, direction)) switch
        {
            { } last when last.To == list => last.From,
            { } last when last.From == list => last.To,
            _ => null,
        };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuleChange))]
internal sealed partial class RuleChangeJson : JsonSerializerContext;
