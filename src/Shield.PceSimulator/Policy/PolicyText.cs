using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Policy;

/// <summary>The texts that all policy objects have in common, with their limits (docs/pce.md#5-ip-lists).</summary>
internal static class PolicyText
{
    private const int Longest = 255;

    public static readonly string[] Properties = ["name", "description", "external_data_set", "external_data_reference"];

    public static T ApplyTo<T>(T before, Body body)
        where T : PolicyObject =>
        (T)(
            (PolicyObject)before with
            {
                Name = body.Has("name") ? Name(body) : before.Name,
                Description = body.Has("description") ? Description(body) : before.Description,
                ExternalDataSet = body.Has("external_data_set") ? External(body, "external_data_set") : before.ExternalDataSet,
                ExternalDataReference = body.Has("external_data_reference")
                    ? External(body, "external_data_reference")
                    : before.ExternalDataReference,
            }
        );

    private static string Name(Body body)
    {
        var name = body.Text("name")!;
        return !string.IsNullOrWhiteSpace(name) && name.Length <= Longest
            ? name
            : throw Refusal.Invalid($"The property '{body.At("name")}' must have 1 to {Longest} characters"); // unknown: strict
    }

    /// <summary>Of any length; <c>""</c> is the same as no description.</summary>
    public static string? Description(Body body) => body.Text("description") is { Length: > 0 } text ? text : null;

    /// <summary><c>""</c> is kept as it is: left blank, in the guide's words (docs/pce.md#5-ip-lists).</summary>
    public static string? External(Body body, string name)
    {
        var text = body.NullableText(name);
        return text is null or { Length: <= Longest }
            ? text
            : throw Refusal.Invalid($"The property '{body.At(name)}' must have at most {Longest} characters"); // unknown: strict
    }

    /// <summary>
    /// No other draft of the kind may have the same name, or the same external set and reference where both are given. Drafts that wait
    /// for their deletion count, as on a real PCE (docs/pce.md#3-refusals).
    /// </summary>
    /// <param name="taken">The PCE's words for a name that is taken; null where names need not be unique.</param>
    public static void DemandUnique(PolicyBook policy, PolicyObject changed, (string Token, string Message)? taken)
    {
        foreach (
            var other in policy
                .Draft.Values.Select(draft => draft.Object)
                .Where(other => other.Kind == changed.Kind && other.Id != changed.Id)
        )
        {
            // unknown: strict. Whether case counts was never seen.
            if (taken is var (token, message) && string.Equals(other.Name, changed.Name, StringComparison.OrdinalIgnoreCase))
            {
                throw Refusal.NotAcceptable(token, message);
            }

            // unknown: strict. The manual says so of workloads and virtual services only (docs/pce.md#5-ip-lists).
            if (
                changed is { ExternalDataSet: not null, ExternalDataReference: not null }
                && (changed.ExternalDataSet, changed.ExternalDataReference) is not ("", "")
                && (other.ExternalDataSet, other.ExternalDataReference) == (changed.ExternalDataSet, changed.ExternalDataReference)
            )
            {
                throw Refusal.NotAcceptable(
                    "external_data_reference_not_unique",
                    "External data set and reference must be unique together"
                );
            }
        }
    }
}
