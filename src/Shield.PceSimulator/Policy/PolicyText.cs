using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Policy;

/// <summary>The texts that IP lists and rule sets have in common, with their limits (pce-api.md 1.4).</summary>
internal static class PolicyText
{
    private const int Longest = 255;

    public static string Name(Body body)
    {
        var name = body.Text("name")!;
        return !string.IsNullOrWhiteSpace(name) && name.Length <= Longest
            ? name
            : throw Refusal.Invalid($"The property '{body.At("name")}' must have 1 to {Longest} characters"); // unknown: strict
    }

    /// <summary>No limit; <c>""</c> is the same as none.</summary>
    public static string? Description(Body body) => body.Text("description") is { Length: > 0 } text ? text : null;

    public static string? External(Body body, string name)
    {
        var text = body.NullableText(name);
        return text is null or { Length: >= 1 and <= Longest }
            ? text
            : throw Refusal.Invalid($"The property '{body.At(name)}' must have 1 to {Longest} characters"); // unknown: strict
    }

    /// <summary>
    /// Name and, where both are given, external reference, among all drafts of the kind: those that wait for their deletion included
    /// (live, pce-api.md 1.6).
    /// </summary>
    public static void DemandUnique(PolicyBook policy, PolicyObject changed, string nameToken, string nameMessage)
    {
        foreach (var other in policy.Draft.Values.Select(draft => draft.Object).Where(other => other.Kind == changed.Kind && other.Id != changed.Id))
        {
            // unknown: strict. Whether case counts was never seen.
            if (string.Equals(other.Name, changed.Name, StringComparison.OrdinalIgnoreCase))
            {
                throw Refusal.NotAcceptable(nameToken, nameMessage);
            }

            // unknown: strict. Said of workloads and virtual services, not of these (pce-api.md 1.4).
            if (changed is { ExternalDataSet: not null, ExternalDataReference: not null }
                && (other.ExternalDataSet, other.ExternalDataReference) == (changed.ExternalDataSet, changed.ExternalDataReference))
            {
                throw Refusal.NotAcceptable("external_data_reference_not_unique", "External data set and reference must be unique together");
            }
        }
    }
}
