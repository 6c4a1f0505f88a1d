using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>The action of a finding, as far as it names parties. Known by the member that is there; <c>actionType</c> may be missing.</summary>
internal sealed class ActionJson
{
    public string? ActionType { get; private set; }

    /// <summary><c>networkConnectionAction</c>.</summary>
    public ContactJson? Connection { get; private set; }

    /// <summary>Every one of <c>portProbeAction.portProbeDetails</c>; null where there is no such action.</summary>
    public IReadOnlyList<ContactJson>? Probes { get; private set; }

    public static ActionJson Read(ref Utf8JsonReader json)
    {
        var action = new ActionJson();
        while (json.NextMember())
        {
            if (json.ValueTextEquals("actionType"u8))
            {
                action.ActionType = json.MemberText();
            }
            else if (json.ValueTextEquals("networkConnectionAction"u8))
            {
                action.Connection = json.EnterObject() ? ContactJson.Read(ref json) : null;
            }
            else if (json.ValueTextEquals("portProbeAction"u8))
            {
                action.Probes = json.EnterObject() ? ReadProbes(ref json) : null;
            }
            else
            {
                json.SkipMember();
            }
        }

        return action;
    }

    private static List<ContactJson> ReadProbes(ref Utf8JsonReader json)
    {
        List<ContactJson> probes = [];
        while (json.NextMember())
        {
            if (!json.ValueTextEquals("portProbeDetails"u8))
            {
                json.SkipMember();
                continue;
            }

            probes.Clear();
            for (var inside = json.EnterArray(); inside && json.NextElement();)
            {
                probes.Add(json.TokenType is JsonTokenType.StartObject ? ContactJson.Read(ref json) : ContactJson.Skip(ref json));
            }
        }

        return probes;
    }
}
