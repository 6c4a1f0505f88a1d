namespace Shield.Console.Map;

/// <summary>By what remote parties are put together.</summary>
public enum PartyGrouping
{
    /// <summary>Not at all: a node for each.</summary>
    Party,
    Country,
    Network,
    FindingType,
}

public static class PartyGroupings
{
    public static string ToWord(this PartyGrouping grouping) =>
        grouping switch
        {
            PartyGrouping.Party => "party",
            PartyGrouping.Country => "country",
            PartyGrouping.Network => "network",
            PartyGrouping.FindingType => "type",
        };

    /// <summary>Null for a word that names none.</summary>
    public static PartyGrouping? Find(string? word) =>
        Enum.GetValues<PartyGrouping>().Select(one => (PartyGrouping?)one).FirstOrDefault(one => one!.Value.ToWord() == word);
}

/// <summary>How somebody wants to see the picture.</summary>
/// <param name="By">Null: each party alone where there are few, else by country.</param>
/// <param name="OpenOurs">The key of a node of ours: only its workloads are shown, each alone.</param>
/// <param name="OpenTheirs">The key of a node of theirs: only its parties are shown, each alone.</param>
public sealed record DrawingQuery(PartyGrouping? By = null, string? OpenOurs = null, string? OpenTheirs = null);
