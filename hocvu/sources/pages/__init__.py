"""What pages hold, put together to a lesson: for PDF files and for pictures of pages."""
