using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Operating.Acts;
using Shield.Operating.Plans;
using Shield.Operating.Undoing;

namespace Shield.Cli.Adopting;

/// <summary>Of <c>adopt</c>.</summary>
internal sealed record AdoptAnswer
{
    public required AdoptedListRow List { get; init; }

    /// <summary>Blocks by hand, each with an end.</summary>
    public required ImmutableArray<ActRow> Acts { get; init; }

    /// <summary>What of the list is not taken over.</summary>
    public required ImmutableArray<NotAdoptedRow> Leaves { get; init; }

    public required ImmutableArray<ForeseenRow>? Changes { get; init; }

    public required PlanAnswer? Plan { get; init; }

    /// <summary>What came of it; null where it was only shown, or there was nothing to do.</summary>
    public required ActAnswer? Applied { get; init; }

    public static AdoptAnswer Of(Adoption adoption) =>
        new()
        {
            List = new AdoptedListRow(adoption.List.Href, adoption.List.Name, adoption.List.Draft.Length, adoption.List.Active.Length),
            Acts = [.. adoption.Acts.Select(ActRow.Of)],
            Leaves =
            [
                .. adoption.Leaves.Select(left => new NotAdoptedRow(left.Entry.ToString(), left.Reason, left.Detail, left.IsForbidden)),
            ],
            Changes = adoption.Foreseen is { } foreseen ? [.. foreseen.Changes.Select(ForeseenRow.Of)] : null,
            Plan = adoption.Foreseen?.Plan,
            Applied = adoption.Done is { } done ? ActAnswer.Of(done) : null,
        };
}

/// <param name="Draft">How many exclusions its draft has.</param>
/// <param name="Active">How many its active version has.</param>
internal sealed record AdoptedListRow(string Href, string Name, int Draft, int Active);

internal sealed record NotAdoptedRow(string Entry, string Reason, string Detail, bool Forbidden);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(AdoptAnswer))]
internal sealed partial class AdoptJson : JsonSerializerContext;
