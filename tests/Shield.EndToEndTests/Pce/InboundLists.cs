using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.EndToEndTests.Pce;

/// <summary>Our inbound list as a client would have read it, wherever it is said to be.</summary>
internal static class InboundLists
{
    public static PceList At(string href) =>
        new()
        {
            Href = href,
            Name = "GuardDuty Shield test-owner deny inbound",
            Mark = new ListMark("test-owner", PceMode.Deny, ListPurpose.Inbound),
            Description = null,
            Entries = [],
            Pending = PendingUpdate.None,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            UpdatedBy = null,
        };
}
