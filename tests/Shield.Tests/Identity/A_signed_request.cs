using System.Net.Http.Headers;
using System.Text;
using Amazon.Runtime;
using Shield.Aws.Identity;

namespace Shield.Tests.Identity;

public sealed class A_signed_request
{
    private static readonly DateTimeOffset Then = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    /// <summary>get-vanilla of AWS's own test suite for Signature Version 4.</summary>
    [Fact]
    public void Is_signed_as_AWS_does()
    {
        using var request = Signed("https://example.amazonaws.com/", token: null);

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            request.Headers.GetValues("Authorization").Single()
        );
        Assert.Equal("20150830T123600Z", request.Headers.GetValues("x-amz-date").Single());
    }

    [Fact]
    public void Carries_and_signs_the_token_of_temporary_credentials()
    {
        using var request = Signed("https://example.amazonaws.com/", "a-token");

        Assert.Equal("a-token", request.Headers.GetValues("x-amz-security-token").Single());
        Assert.Contains(
            "SignedHeaders=host;x-amz-date;x-amz-security-token",
            request.Headers.GetValues("Authorization").Single(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Is_signed_for_its_port_too_where_that_is_not_the_usual_one()
    {
        using var usual = Signed("https://example.amazonaws.com/", token: null);
        using var other = Signed("https://example.amazonaws.com:5000/", token: null);

        Assert.NotEqual(usual.Headers.GetValues("Authorization").Single(), other.Headers.GetValues("Authorization").Single());
    }

    /// <summary>post-x-www-form-urlencoded of the same suite.</summary>
    [Fact]
    public void Signs_what_it_carries_and_what_that_is()
    {
        using var request = Signed("https://example.amazonaws.com/", token: null, "Param1=value1");

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-date, "
                + "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
            request.Headers.GetValues("Authorization").Single()
        );
    }

    private static HttpRequestMessage Signed(string url, string? token, string? body = null)
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, url);
        if (body is not null)
        {
            request.Content = new StringContent(body, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        }

        RequestSignature.Sign(
            request,
            Encoding.UTF8.GetBytes(body ?? ""),
            new ImmutableCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token),
            "us-east-1",
            "service",
            Then
        );
        return request;
    }
}
