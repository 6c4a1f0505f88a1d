using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Pce.Reading;

/// <summary>
/// The description of a deny rule that we made: for people, and it names the service "All Services", whose href differs from PCE to
/// PCE. A rule whose services were changed then shows, and no read has to ask for the service's name.
/// </summary>
internal static class RuleMark
{
    public static string For(string owner, ListPurpose list, string allServicesHref) => $"{Start(owner, list)}{allServicesHref}";

    /// <summary>The href of the service that the rule was made with; null where the description is not ours or was edited.</summary>
    public static string? AllServicesOf(string owner, ListPurpose list, string? description) =>
        description?.StartsWith(Start(owner, list), StringComparison.Ordinal) is true ? description[Start(owner, list).Length..] : null;

    private static string Start(string owner, ListPurpose list) =>
        list is ListPurpose.Inbound
            ? $"GuardDuty Shield {owner}: who is on the inbound list may not reach these workloads; all services "
            : $"GuardDuty Shield {owner}: these workloads may not reach who is on the {list.ToWord()} list; all services ";
}
