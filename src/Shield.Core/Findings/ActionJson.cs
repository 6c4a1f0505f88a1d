using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>The action of a finding, as far as it names parties. Known by the member that is there: <c>actionType</c> may be missing, or say something else.</summary>
internal sealed class ActionJson
{
    public ContactJson? NetworkConnection { get; private set; }

    public IReadOnlyList<ContactJson> PortProbes { get; private set; } = [];

    public ContactJson? AwsApiCall { get; private set; }

    public ContactJson? KubernetesApiCall { get; private set; }

    public ContactJson? RdsLoginAttempt { get; private set; }

    /// <summary>The name of a DNS request, exactly as it was asked for.</summary>
    public string? Domain { get; private set; }

    /// <summary>All that name somebody by an address, with where they stand.</summary>
    public IEnumerable<(JsonPath Path, ContactJson Contact)> Contacts
    {
        get
        {
            if (NetworkConnection is not null)
            {
                yield return (new JsonPath("service.action.networkConnectionAction"), NetworkConnection);
            }

            for (var i = 0; i < PortProbes.Count; i++)
            {
                yield return (new JsonPath("service.action.portProbeAction.portProbeDetails", i), PortProbes[i]);
            }

            if (AwsApiCall is not null)
            {
                yield return (new JsonPath("service.action.awsApiCallAction"), AwsApiCall);
            }

            if (KubernetesApiCall is not null)
            {
                yield return (new JsonPath("service.action.kubernetesApiCallAction"), KubernetesApiCall);
            }

            if (RdsLoginAttempt is not null)
            {
                yield return (new JsonPath("service.action.rdsLoginAttemptAction"), RdsLoginAttempt);
            }
        }
    }

    public static ActionJson Read(ref Utf8JsonReader json)
    {
        var action = new ActionJson();
        while (json.NextMember())
        {
            action.ReadMember(ref json);
        }

        return action;
    }

    private void ReadMember(ref Utf8JsonReader json)
    {
        switch (json.Member())
        {
            case Member.NetworkConnectionAction:
                NetworkConnection = ContactJson.ReadMember(ref json);
                break;
            case Member.PortProbeAction:
                PortProbes = json.EnterObject() ? ReadProbes(ref json) : [];
                break;
            case Member.DnsRequestAction:
                Domain = json.EnterObject() ? ReadDomain(ref json) : null;
                break;
            case Member.AwsApiCallAction:
                AwsApiCall = ContactJson.ReadMember(ref json);
                break;
            case Member.KubernetesApiCallAction:
                KubernetesApiCall = ContactJson.ReadMember(ref json);
                break;
            case Member.RdsLoginAttemptAction:
                RdsLoginAttempt = ContactJson.ReadMember(ref json);
                break;
            default:
                json.SkipMember();
                break;
        }
    }

    private static List<ContactJson> ReadProbes(ref Utf8JsonReader json)
    {
        List<ContactJson> probes = [];
        while (json.NextMember())
        {
            if (json.Member() is Member.PortProbeDetails)
            {
                probes = ContactJson.ReadAll(ref json);
            }
            else
            {
                json.SkipMember();
            }
        }

        return probes;
    }

    private static string? ReadDomain(ref Utf8JsonReader json)
    {
        string? domain = null;
        while (json.NextMember())
        {
            if (json.Member() is Member.Domain)
            {
                domain = json.MemberText();
            }
            else
            {
                json.SkipMember();
            }
        }

        return domain;
    }
}
