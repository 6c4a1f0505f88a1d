using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>A list of ours that holds blocks, while no enabled rule of ours uses it: none of them is blocked.</summary>
/// <param name="Condition">What is the matter with the rule.</param>
/// <param name="Detail">Which rule, and what was changed of it; null where there is nothing to tell.</param>
public sealed record UnenforcedList(
    [property: JsonConverter(typeof(ListPurposeJson))] ListPurpose List,
    [property: JsonConverter(typeof(RuleConditionJson))] RuleCondition Condition,
    string? Detail
)
{
    /// <param name="view">Its rules.</param>
    /// <param name="holdsOurs">Whether a list holds blocks of ours: an empty one lacks no rule.</param>
    public static ImmutableArray<UnenforcedList> In(PceView view, Func<ListPurpose, bool> holdsOurs) =>
        [
            .. from rule in view.Rules
            where rule.Condition is not RuleCondition.InForce && holdsOurs(rule.List)
            select new UnenforcedList(rule.List, rule.Condition, rule.Detail),
        ];
}

/// <summary>A list as the word that stands in stored reports.</summary>
internal sealed class ListPurposeJson : JsonConverter<ListPurpose>
{
    public override ListPurpose Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ListPurposes.Find(reader.GetString() ?? "") ?? throw new JsonException("no list has this name");

    public override void Write(Utf8JsonWriter writer, ListPurpose value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToWord());
}

/// <summary>
/// A rule's condition as the word that stands in stored reports. A word of a later version is read as <c>misshapen</c>: the rule does not
/// block, and a person must look at it.
/// </summary>
internal sealed class RuleConditionJson : JsonConverter<RuleCondition>
{
    public override RuleCondition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RuleConditionWords.Find(reader.GetString() ?? "") ?? RuleCondition.Misshapen;

    public override void Write(Utf8JsonWriter writer, RuleCondition value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToWord());
}

/// <summary>Blocks that began or ended with a reconcile, by indicator.</summary>
/// <param name="Count">Of all of them.</param>
/// <param name="Names">All of them; of a report that was kept with the lease, the first ones.</param>
public sealed record ChangedBlocks(int Count, ImmutableArray<string> Names)
{
    /// <summary>Null for none.</summary>
    public static ChangedBlocks? Of(IEnumerable<string> names) =>
        names.Distinct(StringComparer.Ordinal).ToImmutableArray() is { IsEmpty: false } all ? new ChangedBlocks(all.Length, all) : null;

    /// <summary>Both together: what one round did and the next.</summary>
    public static ChangedBlocks? Join(ChangedBlocks? earlier, ChangedBlocks? later) =>
        earlier is null || later is null
            ? earlier ?? later
            : new ChangedBlocks(earlier.Count + later.Count, [.. earlier.Names, .. later.Names]);

    /// <summary>The others; null for none.</summary>
    public ChangedBlocks? Without(Func<string, bool> isOwn)
    {
        ImmutableArray<string> left = [.. Names.Where(name => !isOwn(name))];
        return Count - (Names.Length - left.Length) is > 0 and var count ? new ChangedBlocks(count, left) : null;
    }

    public ChangedBlocks First(int most) => this with { Names = [.. Names.Take(most)] };
}
